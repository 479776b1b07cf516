package io.reprise.replay.http;

import io.javalin.http.Context;
import io.reprise.replay.state.ReplayQuery;
import io.reprise.runtime.http.RequestParameters;

/** Reads the query parameters that say which replays to list. */
final class ReplayQueries {
  private ReplayQueries() {}

  /**
   * Returns the query of a request. A parameter that is left out does not restrict which replays
   * are listed.
   *
   * @throws io.reprise.runtime.http.ProblemException answered 400 when no state has the given name
   * @throws io.reprise.runtime.http.InvalidParameterException answered 400 when a time is invalid
   */
  static ReplayQuery of(Context ctx) {
    var state = ctx.queryParam("state");
    return new ReplayQuery(
        state == null ? null : ReplayStates.parse(state),
        ctx.queryParam("topic"),
        ctx.queryParam("target"),
        RequestParameters.time(ctx, "from"),
        RequestParameters.time(ctx, "to"));
  }
}
