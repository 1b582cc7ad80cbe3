using System.Text.Json.Nodes;
using Orchtui.Host.Cli;

namespace Orchtui.Host.Tests.Cli;

public sealed class TablesTests
{
    [Fact]
    public void A_question_is_listed_with_all_that_may_be_answered()
    {
        var rows = JsonNode.Parse("""
            [{"id": "1-e84de9", "task": 1, "agent": "claude", "question": "Run\nls?", "takes_text": true, "source": "screen",
              "options": [{"id": "1", "label": "Yes", "kind": "allow_once"}, {"id": "2", "label": "Yes, and do not ask again for ls in this folder", "kind": "allow_always"}]}]
            """)!.AsArray();
        var output = new StringWriter();
        Tables.Print("inbox.list", rows, output);
        Assert.Equal("""
            ID        TASK  AGENT   QUESTION  OPTIONS
            1-e84de9     1  claude  Run ls?   1: Yes, 2: Yes, and do not ask again for ls in this folder

            """, output.ToString());
    }
}
