using CarbonTrading.Application.People;
using CarbonTrading.Application.Tests.Support;
using Xunit;

namespace CarbonTrading.Application.Tests.Desk;

public class SignInTests
{
    private const string Password = "correct horse 7";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static async Task<TestDesk> WithPassword()
    {
        var desk = await TestDesk.Open();
        Assert.Null(await desk.Workplace.SignIn.SetPassword("trader", Password, Ct));
        return desk;
    }

    [Fact]
    public async Task The_right_password_signs_in_and_a_wrong_one_does_not()
    {
        await using var desk = await WithPassword();
        Assert.True(await desk.Workplace.SignIn.Check("trader", Password, Ct));
        Assert.False(await desk.Workplace.SignIn.Check("trader", Password + "x", Ct));
        Assert.False(await desk.Workplace.SignIn.Check("nobody", Password, Ct));
    }

    [Fact]
    public async Task Four_wrong_passwords_do_not_lock_and_five_lock_for_15_minutes()
    {
        await using var desk = await WithPassword();
        for (var i = 0; i < 4; i++) Assert.False(await desk.Workplace.SignIn.Check("trader", "wrong", Ct));
        Assert.True(await desk.Workplace.SignIn.Check("trader", Password, Ct));
        for (var i = 0; i < 5; i++) Assert.False(await desk.Workplace.SignIn.Check("trader", "wrong", Ct));
        Assert.False(await desk.Workplace.SignIn.Check("trader", Password, Ct));
        desk.Clock.Advance(TimeSpan.FromMinutes(14.9));
        Assert.False(await desk.Workplace.SignIn.Check("trader", Password, Ct));
        desk.Clock.Advance(TimeSpan.FromMinutes(0.2));
        Assert.True(await desk.Workplace.SignIn.Check("trader", Password, Ct));
    }

    [Fact]
    public async Task A_token_ends_after_15_idle_minutes_and_after_10_hours()
    {
        await using var desk = await WithPassword();
        var signIn = desk.Workplace.SignIn;
        var token = await signIn.IssueToken("trader", Ct);
        desk.Clock.Advance(TimeSpan.FromMinutes(14));
        Assert.Equal("trader", await signIn.WhoHolds(token, Ct));
        desk.Clock.Advance(TimeSpan.FromMinutes(16));
        Assert.Null(await signIn.WhoHolds(token, Ct));

        var busy = await signIn.IssueToken("trader", Ct);
        for (var minutes = 0; minutes < 600; minutes += 10)
        {
            Assert.Equal("trader", await signIn.WhoHolds(busy, Ct));
            desk.Clock.Advance(TimeSpan.FromMinutes(10));
        }

        desk.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(await signIn.WhoHolds(busy, Ct));
    }

    [Fact]
    public async Task A_token_of_a_person_whose_access_ended_is_worth_nothing()
    {
        await using var desk = await WithPassword();
        var token = await desk.Workplace.SignIn.IssueToken("trader", Ct);
        await desk.Done("admin", "people", "TRADER", "deactivate-person", """{"reason":"left"}""");
        Assert.Null(await desk.Workplace.SignIn.WhoHolds(token, Ct));
    }

    [Fact]
    public async Task A_code_works_once_within_15_minutes()
    {
        await using var desk = await TestDesk.Open();
        var signIn = desk.Workplace.SignIn;
        var code = await signIn.IssueCode("trader", Ct);
        desk.Clock.Advance(TimeSpan.FromMinutes(15));
        Assert.Equal("trader", await signIn.UseCode(code, Ct));
        Assert.Null(await signIn.UseCode(code, Ct));
        var late = await signIn.IssueCode(null, Ct);
        desk.Clock.Advance(TimeSpan.FromMinutes(15.1));
        Assert.Null(await signIn.UseCode(late, Ct));
    }

    [Fact]
    public async Task A_password_of_9_characters_or_with_the_login_in_it_is_refused()
    {
        await using var desk = await TestDesk.Open();
        Assert.Equal("sign-in.password-length", (await desk.Workplace.SignIn.SetPassword("trader", "123456789", Ct))!.Code);
        Assert.Equal("sign-in.password-has-login", (await desk.Workplace.SignIn.SetPassword("trader", "my-Trader-1", Ct))!.Code);
        Assert.Null(await desk.Workplace.SignIn.SetPassword("trader", "1234567890", Ct));
    }

    [Fact]
    public async Task No_password_token_or_code_stands_in_the_log_or_in_clear_in_the_store()
    {
        await using var desk = await WithPassword();
        var token = await desk.Workplace.SignIn.IssueToken("trader", Ct);
        var code = await desk.Workplace.SignIn.IssueCode("trader", Ct);
        foreach (var area in new[] { "password", "token", "code" })
            foreach (var (key, value) in await desk.Workplace.Store.Values.List(area, Ct))
            {
                var text = key + System.Text.Encoding.UTF8.GetString(value);
                Assert.DoesNotContain(token, text, StringComparison.Ordinal);
                Assert.DoesNotContain(code, text, StringComparison.Ordinal);
                Assert.DoesNotContain(Password, text, StringComparison.Ordinal);
            }

        Assert.DoesNotContain(await desk.Workplace.Store.Events.ReadAll(0, 1000, Ct), e => System.Text.Encoding.UTF8.GetString(e.Body).Contains("AQAAAA", StringComparison.Ordinal));
    }
}
