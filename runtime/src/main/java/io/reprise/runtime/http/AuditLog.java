package io.reprise.runtime.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.reprise.runtime.access.Action;
import io.reprise.runtime.access.Principal;
import io.reprise.runtime.access.Resource;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs who did what: one line for each request that may change something, and for each request that
 * was refused. The lines have the logger {@value #LOGGER}, so that they can be kept in a file of
 * their own. A stored event has no line: there are too many of them, and the event itself is the
 * record. No line has a body or a token. Thread-safe.
 */
final class AuditLog {
  static final String LOGGER = "reprise.audit";

  private static final Logger LOG = LoggerFactory.getLogger(LOGGER);
  private static final Set<Integer> REFUSED = Set.of(401, 403);
  private static final Set<String> READS = Set.of("GET", "HEAD");
  private static final String ACTION = LOGGER + ".action";
  private static final String TOO_MANY = LOGGER + ".tooMany";
  private static final String RESOURCE = LOGGER + ".resource";
  private static final int LONGEST = 300;

  private AuditLog() {}

  static void addTo(RoutesConfig routes) {
    routes.after(AuditLog::log);
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

  private static void log(Context ctx) {
    Action action = ctx.attribute(ACTION);
    int status = ctx.statusCode();
    Boolean isFirstOfTooMany = ctx.attribute(TOO_MANY);
    if (Boolean.FALSE.equals(isFirstOfTooMany)) {
      return;
    }
    boolean isRefused = REFUSED.contains(status) || isFirstOfTooMany != null;
    boolean isRead = READS.contains(ctx.method().name()) || action == Action.PUBLISH;
    if (action == null || isRead && !isRefused) {
      return;
    }
    Resource resource = ctx.attribute(RESOURCE);
    LOG.info(
        "request was {} who={} action={} on=\"{}\" method={} path={} status={} from={}",
        isRefused ? "refused" : status < 400 ? "carried out" : "not carried out",
        Caller.of(ctx).principal().map(Principal::name).orElse("unknown"),
        action,
        printable(resource),
        ctx.method().name(),
        printable(ctx.path()),
        status,
        ctx.ip());
  }

  /** Returns a text that cannot be mistaken for another line or another fact. */
  static String printable(@Nullable Object value) {
    var text = value == null ? "" : value.toString().replaceAll("[\\p{Cntrl}\"]", "?");
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
  }
}
