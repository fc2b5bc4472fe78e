using System.Collections.Immutable;
using System.Text.Json;
using Orchestrator.Swml.Plan;

namespace Orchestrator.Swml.Methods;

/// <summary>A step as it is to be carried out: read, every placeholder filled in, every value checked.</summary>
public abstract record SwmlMethod;

/// <param name="MaxDuration">Longest the call may last from now; null: it was not said.</param>
public sealed record AnswerMethod(TimeSpan? MaxDuration, ImmutableArray<string> Codecs, SipCredentials? Credentials) : SwmlMethod;

/// <param name="Reason">hangup, busy, decline, no_answer, cancel or error.</param>
public sealed record HangupMethod(string Reason) : SwmlMethod;

public sealed record ConnectMethod(ConnectPlan Plan) : SwmlMethod;

/// <param name="WaitUrl">Media while waiting; null: the engine's own.</param>
/// <param name="WaitTime">Longest wait; one hour unless given.</param>
public sealed record EnterQueueMethod(
    string QueueName, string TransferAfterBridge, CallbackUrl? StatusUrl, CallbackUrl? WaitUrl, TimeSpan WaitTime) : SwmlMethod;

public sealed record PlayMethod(PlayList Play, CallbackUrl? StatusUrl) : SwmlMethod;

/// <param name="MaxDigits">How many digits end the input.</param>
/// <param name="Terminators">Any of these ends the input, and is no part of it.</param>
/// <param name="DigitTimeout">Longest pause after a digit.</param>
/// <param name="InitialTimeout">Longest wait for the first digit once everything has been played.</param>
/// <param name="AsksForSpeech">A property about speech was given; this engine hears digits only.</param>
public sealed record PromptMethod(
    PlayList Play, int MaxDigits, string Terminators, TimeSpan DigitTimeout, TimeSpan InitialTimeout, CallbackUrl? StatusUrl, bool AsksForSpeech)
    : SwmlMethod;

/// <param name="Digits">0–9, *, #, A–D, and the pauses w (500 ms) and W (1 s).</param>
public sealed record SendDigitsMethod(string Digits) : SwmlMethod;

/// <param name="Credentials">Should the phone ask for some.</param>
public sealed record SipReferMethod(string ToUri, SipCredentials? Credentials, CallbackUrl? StatusUrl) : SwmlMethod;

/// <param name="Time">Null: for ever.</param>
public sealed record SleepMethod(TimeSpan? Time) : SwmlMethod;

public sealed record SetMethod(ImmutableArray<KeyValuePair<string, JsonElement>> Values) : SwmlMethod;

public sealed record UnsetMethod(ImmutableArray<string> Names) : SwmlMethod;

/// <summary>Its branches are read where they stand in the document.</summary>
public sealed record CondMethod : SwmlMethod;

/// <summary>Its branches are read where they stand in the document.</summary>
public sealed record SwitchMethod : SwmlMethod;

public sealed record ExecuteMethod(string Dest, JsonElement Params, JsonElement? Meta) : SwmlMethod;

public sealed record TransferMethod(string Dest, JsonElement Params, JsonElement? Meta) : SwmlMethod;

/// <param name="When">A bare expression; null: always.</param>
/// <param name="Max">How often this step may jump, 1 to 100; after that the script goes on behind it.</param>
public sealed record GotoMethod(string Label, string? When, int Max) : SwmlMethod;

public sealed record LabelMethod(string Name) : SwmlMethod;

/// <param name="Value">Null: none was given.</param>
public sealed record ReturnMethod(JsonElement? Value) : SwmlMethod;

/// <param name="Event">Whatever the user tells those who follow the call.</param>
public sealed record UserEventMethod(JsonElement Event) : SwmlMethod;

/// <param name="Body">Text as it is; anything else is sent as JSON. Null: no body.</param>
public sealed record RequestMethod(
    CallbackUrl Url, string Verb, ImmutableSortedDictionary<string, string> Headers, JsonElement? Body, TimeSpan ConnectTimeout, TimeSpan Timeout,
    bool SaveVariables) : SwmlMethod;

/// <summary>What is played, and how.</summary>
/// <param name="Urls">Playables, in order: audio files, <c>ring:</c>, <c>silence:</c>, <c>say:</c>.</param>
/// <param name="Volume">−40 to 40 dB; 0 leaves it as it is.</param>
public sealed record PlayList(ImmutableArray<string> Urls, double Volume, string? Voice, string? Language, string? Gender);
