package io.reprise.runtime.http;

import io.javalin.http.Context;
import io.reprise.runtime.access.Principal;
import io.reprise.runtime.http.RequestRates.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * Refuses, with status 429, the requests of a principal that sends more than it may in a second; of
 * an address, while nobody is asked who they are. Thread-safe.
 */
final class RateLimit {
  private static final int MOST_CALLERS = 10_000;

  private final RequestRates rates;
  private final int perSecond;

  private RateLimit(int perSecond) {
    this.perSecond = perSecond;
    this.rates = new RequestRates(perSecond, MOST_CALLERS, System::nanoTime);
  }

  /** Returns the limit of a configuration; null if there is none. */
  static @Nullable RateLimit of(HttpLimits limits) {
    return limits.requestsPerSecond() == 0 ? null : new RateLimit(limits.requestsPerSecond());
  }

  /**
   * Admits a request whose caller is known by now, or throws.
   *
   * @throws ProblemException with status 429
   */
  void admit(Context ctx) {
    var caller = Caller.of(ctx).principal().map(Principal::name).orElseGet(ctx::ip);
    var verdict = rates.count(caller);
    if (verdict == Verdict.ADMITTED) {
      return;
    }
    AuditLog.noteTooMany(ctx, verdict == Verdict.REFUSED_FIRST);
    throw new ProblemException(
            Problem.of(
                429,
                "too-many-requests",
                "Too many requests",
                "%s sends more than %d requests a second: send fewer".formatted(caller, perSecond)))
        .withHeader("Retry-After", "1");
  }
}
