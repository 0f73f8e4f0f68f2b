using CarbonTrading.Domain.Tests.Support;
using Xunit;

namespace CarbonTrading.Application.Tests.RandomDays;

public class RandomDeskTests
{
    /// <summary>Kinds of commands of which a random desk must have had some accepted: else it tests nothing of them.</summary>
    private static readonly string[] needed =
    [
        "capture-trade", "rebook-trade", "approve-trade", "confirm-settlement", "confirm-credit-settlement", "confirm-cash", "fail-settlement", "expire-settlement", "annul-trade", "correct-price",
        "place-order", "record-fill", "bust-fill", "book-fill", "agree-contract", "file-contract", "instruct-leg", "confirm-leg", "fail-leg", "extend-contract", "shorten-contract",
        "default-contract", "dispose-security", "set-limit", "override-limit", "retire-limit", "record-funds", "surrender-units", "correct-movement", "advance-business-date", "change-cost-method",
    ];

    [Fact]
    public void Ten_thousand_random_sequences_of_the_whole_desk_keep_every_law_after_every_step()
    {
        Seeded.Run(10_000, random =>
        {
            var desk = new RandomDesk(random);
            var laws = new Laws(desk);
            for (var step = 0; step < 20; step++)
            {
                desk.Step();
                laws.AfterStep();
            }

            desk.Drain();
            laws.AtRest(withReplay: random.Next(10) == 0);
        });
        TestContext.Current.TestOutputHelper?.WriteLine(string.Join('\n', RandomDesk.Accepted.OrderBy(a => a.Key, StringComparer.Ordinal).Select(a => $"{a.Key} {a.Value}")));
        if (Seeded.IsWhole) Assert.Empty(needed.Except(RandomDesk.Accepted.Keys));
    }

    /// <summary>The log of a sequence in a store's file, opened by a workplace as after a restart.</summary>
    [Fact]
    public void Random_sequences_opened_from_a_file_are_at_rest_and_tell_the_same() => Seeded.Run(15, random =>
    {
        var desk = new RandomDesk(random);
        for (var step = 0; step < 20; step++) desk.Step();
        desk.Drain();
        desk.OpenFromFile().GetAwaiter().GetResult();
    });
}
