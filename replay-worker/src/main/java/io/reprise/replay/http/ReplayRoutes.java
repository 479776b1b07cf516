package io.reprise.replay.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.reprise.replay.operate.ReplayOperations;
import io.reprise.replay.operate.ReplaySummary;
import io.reprise.replay.spec.ReplaySpec;
import io.reprise.replay.spec.Throttle;
import io.reprise.replay.state.Replay;
import io.reprise.runtime.http.EventStreams;
import io.reprise.runtime.http.OperatorName;
import io.reprise.runtime.http.Problem;
import io.reprise.runtime.http.ProblemException;
import io.reprise.runtime.http.RequestBody;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Semaphore;

/** Plans and replays. */
final class ReplayRoutes {
  private static final String ONE = "/api/v1/replays/{id}";
  private static final Duration WATCH_INTERVAL = Duration.ofMillis(250);

  private final ReplayOperations operations;
  private final EventStreams streams;

  /** A verification holds its offsets in memory: one at a time. */
  private final Semaphore verifying = new Semaphore(1);

  ReplayRoutes(ReplayOperations operations, EventStreams streams) {
    this.operations = operations;
    this.streams = streams;
  }

  void addTo(RoutesConfig routes) {
    routes.post(
        "/api/v1/plans", ctx -> ctx.json(operations.plan(RequestBody.readOptional(ctx, SPEC))));
    routes.post("/api/v1/replays", this::create);
    routes.get("/api/v1/replays", ctx -> ctx.json(list(ctx)));
    routes.get(ONE, ctx -> ctx.json(view(ctx)));
    routes.post(ONE + "/start", this::start);
    routes.post(ONE + "/pause", action(operations::pause));
    routes.post(ONE + "/resume", action(operations::resume));
    routes.post(ONE + "/cancel", action(operations::cancel));
    routes.post(ONE + "/retry", action(operations::retry));
    routes.put(ONE + "/throttle", this::throttle);
    routes.get(ONE + "/receipt", ctx -> ctx.json(operations.receipt(id(ctx))));
    routes.post(ONE + "/verify", this::verify);
    routes.get(
        ONE + "/events",
        streams.polling(WATCH_INTERVAL, ctx -> new ReplayWatch(operations, id(ctx))));
  }

  private static final Class<ReplaySpec> SPEC = ReplaySpec.class;

  private void create(Context ctx) {
    var request = RequestBody.readOptional(ctx, CreateRequest.class);
    var by = operator(ctx);
    var created = operations.create(request.spec(), request.planHash(), by);
    var now = request.start() ? operations.start(created.id(), created.plan().hash(), by) : created;
    ctx.status(201)
        .header("Location", "/api/v1/replays/" + created.id())
        .json(operations.summary(now));
  }

  private List<ReplaySummary> list(Context ctx) {
    var typed = ctx.queryParam("state");
    if (typed == null) {
      return operations.list();
    }
    var state = ReplayStates.parse(typed);
    return operations.list().stream().filter(r -> r.state().equals(state)).toList();
  }

  private ReplayView view(Context ctx) {
    var replay = operations.replay(id(ctx));
    var shards = operations.shards(replay.id());
    return new ReplayView(
        operations.summary(replay), replay.plan(), ShardView.of(replay.plan(), shards));
  }

  private void start(Context ctx) {
    var request = RequestBody.readOptional(ctx, StartRequest.class);
    answer(ctx, operations.start(id(ctx), request.planHash(), operator(ctx)));
  }

  private void throttle(Context ctx) {
    var throttle = RequestBody.readOptional(ctx, Throttle.class);
    answer(ctx, operations.changeRate(id(ctx), throttle, operator(ctx)));
  }

  private void verify(Context ctx) {
    if (!verifying.tryAcquire()) {
      throw new ProblemException(
              Problem.of(429, "this worker is verifying another replay: ask again, or ask another"))
          .withHeader("Retry-After", "5");
    }
    try {
      ctx.json(operations.verify(id(ctx)));
    } finally {
      verifying.release();
    }
  }

  private io.javalin.http.Handler action(Action action) {
    return ctx -> {
      RequestBody.readOptional(ctx, Nothing.class);
      answer(ctx, action.on(id(ctx), operator(ctx)));
    };
  }

  private void answer(Context ctx, Replay replay) {
    ctx.json(operations.summary(replay));
  }

  private static String operator(Context ctx) {
    return OperatorName.of(ctx).orElse("anonymous");
  }

  private static String id(Context ctx) {
    return ctx.pathParam("id").toLowerCase(Locale.ROOT);
  }

  private interface Action {
    Replay on(String id, String by);
  }

  /** A body that says nothing. */
  private record Nothing() {}
}
