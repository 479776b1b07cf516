package io.reprise.replay.http;

import io.javalin.http.Context;
import io.reprise.replay.state.ReplayQuery;
import io.reprise.runtime.access.Action;
import io.reprise.runtime.access.Resource;
import io.reprise.runtime.http.Caller;
import io.reprise.runtime.http.Problem;
import io.reprise.runtime.http.ProblemException;
import io.reprise.runtime.http.RequestParameters;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the query parameters that say which replays to list. */
final class ReplayQueries {
  /** The form of a replay id: a UUID in lower case. */
  private static final Pattern ID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  private ReplayQueries() {}

  /**
   * Returns which replays a request asks for. A query parameter that is left out does not restrict
   * which replays are listed.
   *
   * @throws ProblemException answered 400 when no state has the given name
   * @throws io.reprise.runtime.http.InvalidParameterException answered 400 when a time is invalid
   */
  static ReplayQuery of(Context ctx) {
    var caller = Caller.of(ctx);
    var state = ctx.queryParam("state");
    return new ReplayQuery(
        state == null ? null : ReplayStates.parse(state),
        ctx.queryParam("topic"),
        ctx.queryParam("target"),
        RequestParameters.time(ctx, "from"),
        RequestParameters.time(ctx, "to"),
        (topic, target) -> caller.may(Action.VIEW, new Resource(topic, target)));
  }

  /**
   * Returns the id of the replay after which a page begins; null for the first page.
   *
   * @throws ProblemException answered 400 when the cursor does not have the form of a replay's id
   */
  static @Nullable String cursor(Context ctx) {
    var cursor = ctx.queryParam("cursor");
    if (cursor != null && !ID.matcher(cursor).matches()) {
      throw new ProblemException(
          Problem.of(
              400,
              "invalid-parameter",
              "Invalid parameter",
              "cursor is '%s': give the value of next from the page before".formatted(cursor)));
    }
    return cursor;
  }
}
