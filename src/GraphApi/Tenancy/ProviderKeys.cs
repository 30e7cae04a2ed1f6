using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace GraphBlog.GraphApi.Tenancy;

/// <summary>
/// What an OpenID Connect provider publishes: its issuer name and signing keys. They are read when first needed, every ten minutes, and
/// when a token names a key that is not among them, so that a rotation refuses nobody. A provider that does not answer leaves those
/// that are known in force.
/// </summary>
/// <param name="authority">The provider's address.</param>
/// <param name="documents">Reads its documents.</param>
/// <param name="clock">Tells how old they are.</param>
/// <param name="log">Says when it does not answer.</param>
internal sealed class ProviderKeys(string authority, IDocumentRetriever documents, TimeProvider clock, ILogger<ProviderKeys> log)
{
    private static readonly TimeSpan s_keep = TimeSpan.FromMinutes(10);

    /// <summary>A flood of tokens with made-up key names asks no more often, all that wait being answered by one question.</summary>
    private static readonly TimeSpan s_leastBetween = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _asking = new(1);
    private OpenIdConnectConfiguration? _known;
    private long? _askedAt;

    /// <summary>Whether it answered when it was last asked.</summary>
    public bool IsAnswering { get; private set; }

    /// <summary>The newest known.</summary>
    /// <param name="key">The key that the token names; null when it names none.</param>
    /// <param name="ct">Cancels it.</param>
    /// <exception cref="ProviderUnreachableException">Nothing is known, and the provider does not answer.</exception>
    public async ValueTask<OpenIdConnectConfiguration> FindAsync(string? key, CancellationToken ct)
    {
        if (IsEnough(key) is { } known)
        {
            return known;
        }

        var began = clock.GetTimestamp();
        await _asking.WaitAsync(ct);
        try
        {
            if (IsEnough(key) is null && !(_askedAt >= began))      // else somebody else has asked meanwhile
            {
                var early = s_leastBetween - Age;
                if (_known is null && early > TimeSpan.Zero)
                {
                    throw new ProviderUnreachableException();
                }

                // A key may be newer than the last answer: who brings its first token waits, and is not refused.
                await Task.Delay(early > TimeSpan.Zero ? early : TimeSpan.Zero, clock, ct);
                _askedAt = clock.GetTimestamp();
                await AskAsync(ct);
            }

            return _known ?? throw new ProviderUnreachableException();
        }
        finally
        {
            _asking.Release();
        }
    }

    private TimeSpan Age => _askedAt is { } asked ? clock.GetElapsedTime(asked) : TimeSpan.MaxValue;

    private OpenIdConnectConfiguration? IsEnough(string? key)
        => _known is { } known && Age < s_keep
            && (key is null || known.SigningKeys.Any(signing => signing.KeyId == key)) ? known : null;

    private async Task AskAsync(CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(s_patience);
        try
        {
            _known = await OpenIdConnectConfigurationRetriever.GetAsync($"{authority.TrimEnd('/')}/.well-known/openid-configuration",
                documents, patience.Token);
            IsAnswering = true;
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            IsAnswering = false;
            log.LogError("The provider of Auth__Authority ({Authority}) did not say its signing keys: {Reason}{Consequence}", authority,
                (e.InnerException ?? e).Message, _known is null ? " Until it does, no token can be checked." : " Those known stay in force.");
        }
    }
}

/// <summary>Tokens cannot be checked at the moment; that says nothing about the token.</summary>
internal sealed class ProviderUnreachableException() : Exception("The provider of Auth__Authority does not answer.");
