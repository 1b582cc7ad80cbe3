namespace Orchtui.EndToEnd.Harness;

/// <summary>The form for a new task, as a person fills it in.</summary>
internal static class TaskFormKeys
{
    /// <summary>Opens the form from the queue and fills it in; the project is the one that the form proposes.</summary>
    public static async Task FillInTaskAsync(this Screen screen, string title, string prompt, string agent, string mode)
    {
        screen.SendKeys("n");
        await screen.WaitForAsync("the form", "New task");
        screen.Type(title);
        screen.SendKeys("Enter");
        screen.Type(prompt);
        screen.SendKeys("Enter");
        await screen.ChooseAsync("agent", agent);
        screen.SendKeys("Enter", "Enter");
        await screen.ChooseAsync("runs", mode);
        await screen.WaitForAsync("the title is in the form", current => current.Text.Contains(title));
        screen.SendKeys("Enter");
        await screen.WaitForAsync("the form is closed", current => !current.Text.Contains("New task"));
    }

    private static async Task ChooseAsync(this Screen screen, string field, string choice)
    {
        const int moreThanThereAre = 12;
        await screen.WaitForAsync($"the cursor is on {field}", $"▸ {field} ");
        await screen.WaitForAsync($"{choice} is offered", _ => Row().Contains(choice));
        for (var i = 0; i < moreThanThereAre; i++)
        {
            var row = Row();
            if (row.Contains($"[{choice}]")) return;
            screen.SendKeys("Right");
            await screen.WaitForAsync($"another choice of {field}", _ => Row() != row);
        }

        Assert.Fail($"There is no {choice} to choose:\n{screen.Text}");

        string Row() => screen.Rows.First(row => row.Contains($"▸ {field} "));
    }
}
