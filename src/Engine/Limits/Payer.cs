namespace GraphBlog.Engine.Limits;

/// <summary>
/// Who pays for a request: somebody verified, so that a new token is no new account. Made of numbers, as it is made for every request.
/// </summary>
/// <param name="Group">The organisation, all of whose clients share what it may use.</param>
/// <param name="Client">Who they are in it.</param>
/// <param name="OnBehalfOf">For whom they act, which makes another client of them; 0 for themselves.</param>
public readonly record struct Payer(long Group, long Client, long OnBehalfOf = 0);
