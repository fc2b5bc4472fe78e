namespace Orchestrator.Gateway.Problems;

/// <summary>What <c>code</c> of a problem can say. Programs tell problems apart by these, never by their texts.</summary>
public static class ProblemCodes
{
    public const string BadRequest = "bad_request";
    public const string Unauthorized = "unauthorized";
    public const string CrossSiteRequest = "cross_site_request";
    public const string NotFound = "not_found";
    public const string ConnectNotFound = "connect_not_found";
    public const string CallNotFound = "call_not_found";
    public const string DeliveryNotFound = "delivery_not_found";
    public const string DeliveryNotDead = "delivery_not_dead";
    public const string EndpointNotFound = "endpoint_not_found";
    public const string QueueNotFound = "queue_not_found";
    public const string MethodNotAllowed = "method_not_allowed";
    public const string CallEnded = "call_ended";
    public const string CallBusy = "call_busy";
    public const string ConnectEnded = "connect_ended";
    public const string BodyTooLarge = "body_too_large";
    public const string ValidationFailed = "validation_failed";
    public const string InvalidCursor = "invalid_cursor";
    public const string NotSupportedYet = "not_supported_yet";
    public const string IdempotencyKeyReused = "idempotency_key_reused";
    public const string Draining = "draining";
    public const string Overloaded = "overloaded";
    public const string Unavailable = "unavailable";
    public const string InternalError = "internal_error";
}
