package io.reprise.runtime.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.reprise.runtime.access.Action;
import io.reprise.runtime.access.Principal;
import io.reprise.runtime.access.Resource;
import io.reprise.runtime.http.ActionRecord.Outcome;
import io.reprise.runtime.http.RequestRates.Verdict;
import io.reprise.runtime.metric.HttpMetric;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down who did what: one log line and one {@link ActionRecord} for each request that may
 * change something, and for each request that was refused. The lines have the logger {@value
 * #LOGGER}, so that they can be kept in a file of their own. A stored event has neither: there are
 * too many of them, and the event itself is the record. Nothing here has a body or a token.
 *
 * <p>The records are kept without a limit, so a caller must not be able to write any number of
 * them: of the refused requests of one principal, and of all unknown callers together, at most
 * {@value #MOST_REFUSED_PER_SECOND} in a second have a record. The log has the lines of the others.
 *
 * <p>Thread-safe.
 */
final class AuditLog {
  static final String LOGGER = "reprise.audit";
  static final int MOST_REFUSED_PER_SECOND = 10;

  private static final Logger LOG = LoggerFactory.getLogger(LOGGER);
  private static final Set<Integer> REFUSED = Set.of(401, 403);
  private static final Set<String> READS = Set.of("GET", "HEAD");
  private static final String ACTION = LOGGER + ".action";
  private static final String TOO_MANY = LOGGER + ".tooMany";
  private static final String RESOURCE = LOGGER + ".resource";
  private static final String UNKNOWN = "unknown";
  private static final int LONGEST = 300;
  private static final int MOST_CALLERS = 1_000;

  private final ServiceStatus service;
  private final ActionSink sink;
  private final Counter omitted;
  private final Clock clock = Clock.systemUTC();
  private final RequestRates refusals =
      new RequestRates(MOST_REFUSED_PER_SECOND, MOST_CALLERS, System::nanoTime);

  AuditLog(ServiceStatus service, ActionSink sink, MeterRegistry registry) {
    this.service = service;
    this.sink = sink;
    this.omitted = HttpMetric.AUDIT_OMITTED.declaration().counter(registry);
    HttpMetric.AUDIT_LOST
        .declaration()
        .counter(registry, this, audit -> audit.sink.lost().getAsLong());
  }

  void addTo(RoutesConfig routes) {
    routes.after(this::write);
  }

  /** Returns what fails while records cannot be written. The service is ready nevertheless. */
  ReadinessCheck warning() {
    return new ReadinessCheck("audit", sink.fault());
  }

  /**
   * Notes that a request is refused because its caller sends too many. Only the first refusal in a
   * minute has a line: a line for each would let a caller fill the log.
   */
  static void noteTooMany(Context ctx, boolean isFirst) {
    ctx.attribute(TOO_MANY, isFirst);
  }

  /** Keeps what a request is about, for its line. */
  static void note(Context ctx, Action action) {
    ctx.attribute(ACTION, action);
  }

  /** Keeps what a request acts on, for its line. */
  static void note(Context ctx, Resource resource) {
    ctx.attribute(RESOURCE, resource);
  }

  private void write(Context ctx) {
    Action action = ctx.attribute(ACTION);
    Boolean isFirstOfTooMany = ctx.attribute(TOO_MANY);
    if (action == null || Boolean.FALSE.equals(isFirstOfTooMany)) {
      return;
    }
    boolean isRefused = REFUSED.contains(ctx.statusCode()) || isFirstOfTooMany != null;
    boolean isRead = READS.contains(ctx.method().name()) || action == Action.PUBLISH;
    if (isRead && !isRefused) {
      return;
    }
    var outcome =
        isRefused
            ? Outcome.REFUSED
            : ctx.statusCode() < 400 ? Outcome.CARRIED_OUT : Outcome.NOT_CARRIED_OUT;
    Resource resource = ctx.attribute(RESOURCE);
    var record = record(ctx, action, resource, outcome);
    log(record, resource);
    append(record);
  }

  private ActionRecord record(
      Context ctx, Action action, @Nullable Resource resource, Outcome outcome) {
    var on = resource == null ? Resource.NONE : resource;
    return new ActionRecord(
        ActionRecord.VERSION,
        clock.instant(),
        service.role(),
        service.name(),
        Caller.of(ctx).principal().map(Principal::name).orElse(null),
        action.toString(),
        printableOrNull(on.topic()),
        printableOrNull(on.target()),
        ctx.method().name(),
        printable(ctx.path()),
        ctx.statusCode(),
        outcome,
        ctx.ip());
  }

  private static void log(ActionRecord record, @Nullable Resource resource) {
    LOG.info(
        "request was {} who={} action={} on=\"{}\" method={} path={} status={} from={}",
        record.outcome().words(),
        Optional.ofNullable(record.principal()).orElse(UNKNOWN),
        record.action(),
        printable(resource),
        record.method(),
        record.path(),
        record.status(),
        record.from());
  }

  private void append(ActionRecord record) {
    var caller = Optional.ofNullable(record.principal()).orElse("");
    if (record.outcome() == Outcome.REFUSED && refusals.count(caller) != Verdict.ADMITTED) {
      omitted.increment();
    } else {
      sink.append().accept(record.key(), record.value());
    }
  }

  private static @Nullable String printableOrNull(@Nullable String value) {
    return value == null ? null : printable(value);
  }

  /** Returns a text that cannot be mistaken for another line or another fact. */
  static String printable(@Nullable Object value) {
    var text = value == null ? "" : value.toString().replaceAll("[\\p{Cntrl}\"]", "?");
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
  }
}
