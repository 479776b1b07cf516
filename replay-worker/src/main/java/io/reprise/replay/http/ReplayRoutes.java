package io.reprise.replay.http;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.reprise.replay.operate.ReplayOperations;
import io.reprise.replay.spec.ReplaySpec;
import io.reprise.replay.spec.Throttle;
import io.reprise.replay.state.Operator;
import io.reprise.replay.state.Replay;
import io.reprise.runtime.access.Action;
import io.reprise.runtime.access.Resource;
import io.reprise.runtime.http.Caller;
import io.reprise.runtime.http.EventStreams;
import io.reprise.runtime.http.OperatorName;
import io.reprise.runtime.http.Permission;
import io.reprise.runtime.http.Permission.On;
import io.reprise.runtime.http.Problem;
import io.reprise.runtime.http.ProblemException;
import io.reprise.runtime.http.RequestBody;
import io.reprise.runtime.http.RequestParameters;
import io.reprise.runtime.http.Routes;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Semaphore;

/** Serves the HTTP routes of plans and replays. Thread-safe. */
final class ReplayRoutes {
  private static final String REPLAY = "/api/v1/replays/{id}";
  private static final Duration WATCH_INTERVAL = Duration.ofMillis(250);
  private static final long DEFAULT_PAGE = 100;
  private static final long MAX_PAGE = 1_000;

  private final ReplayOperations operations;
  private final EventStreams streams;

  /**
   * Allows one verification at a time, because a verification holds data for each offset of its
   * replay in memory.
   */
  private final Semaphore verifying = new Semaphore(1);

  ReplayRoutes(ReplayOperations operations, EventStreams streams) {
    this.operations = operations;
    this.streams = streams;
  }

  void addTo(Routes routes) {
    var view = Permission.onTopicAndTarget(Action.VIEW, this::ofReplay);
    var operate = Permission.onTopicAndTarget(Action.OPERATE, this::ofReplay);
    var approve = Permission.onTopicAndTarget(Action.APPROVE, this::ofReplay);
    routes.post(
        "/api/v1/plans",
        Permission.onTopicAndTarget(Action.VIEW, ReplayRoutes::ofPlan),
        ctx -> ctx.json(operations.planToRead(unmaskedSpec(ctx))));
    routes.post(
        "/api/v1/replays",
        Permission.onTopicAndTarget(Action.OPERATE, ReplayRoutes::ofCreation),
        this::create);
    routes.get(
        "/api/v1/replays",
        Permission.onEach(Action.VIEW, On.EACH_TOPIC_AND_TARGET),
        ctx -> ctx.json(list(ctx)));
    routes.get(REPLAY, view, ctx -> ctx.json(view(ctx)));
    routes.post(REPLAY + "/start", operate, this::start);
    routes.post(REPLAY + "/approve", approve, this::approve);
    routes.post(REPLAY + "/refuse", approve, this::refuse);
    routes.post(REPLAY + "/pause", operate, action(operations::pause));
    routes.post(REPLAY + "/resume", operate, action(operations::resume));
    routes.post(REPLAY + "/cancel", operate, action(operations::cancel));
    routes.post(REPLAY + "/retry", operate, action(operations::retry));
    routes.put(REPLAY + "/throttle", operate, this::throttle);
    routes.get(REPLAY + "/receipt", view, ctx -> ctx.json(operations.receipt(id(ctx))));
    routes.post(REPLAY + "/verify", operate, this::verify);
    routes.get(
        REPLAY + "/events",
        view,
        streams.polling(WATCH_INTERVAL, ctx -> new ReplayWatch(operations, id(ctx))));
  }

  private Resource ofReplay(Context ctx) {
    var replay = operations.replay(id(ctx));
    return new Resource(replay.topic(), replay.target());
  }

  /** Returns the topic and the target of a request whose body is a spec. */
  static Resource ofPlan(Context ctx) {
    return of(RequestBody.readOptional(ctx, ReplaySpec.class));
  }

  private static Resource ofCreation(Context ctx) {
    return of(RequestBody.readOptional(ctx, CreateRequest.class).spec());
  }

  private static Resource of(ReplaySpec spec) {
    return new Resource(spec.source().topic(), spec.target());
  }

  /**
   * Returns the spec that is the body of a request.
   *
   * @throws io.reprise.runtime.http.ProblemException with status 403 if the filter selects by
   *     something that is hidden from the caller
   */
  static ReplaySpec unmaskedSpec(Context ctx) {
    var spec = RequestBody.readOptional(ctx, ReplaySpec.class);
    MaskedFilter.check(ctx, spec);
    return spec;
  }

  private void create(Context ctx) {
    var request = RequestBody.readOptional(ctx, CreateRequest.class);
    MaskedFilter.check(ctx, request.spec());
    var created =
        request.start()
            ? operations.createAndStart(
                request.spec(),
                request.planHash(),
                request.repeated(),
                request.effects(),
                sender(ctx))
            : operations.create(request.spec(), request.planHash(), operator(ctx));
    ctx.status(201).header("Location", "/api/v1/replays/" + created.id());
    respond(ctx, created);
  }

  /**
   * Answers a request for a list of replays. If the request asks for pages, the answer is one page.
   * Otherwise it is an array of all selected replays, as in earlier versions of Reprise.
   */
  private Object list(Context ctx) {
    var query = ReplayQueries.of(ctx);
    if (ctx.queryParam("limit") == null && ctx.queryParam("cursor") == null) {
      return operations.list(query);
    }
    long limit = RequestParameters.number(ctx, "limit", 1, DEFAULT_PAGE);
    return operations.page(query, ReplayQueries.cursor(ctx), (int) Math.min(MAX_PAGE, limit));
  }

  private ReplayView view(Context ctx) {
    var replay = operations.replay(id(ctx));
    var shards = operations.shards(replay.id());
    return ReplayView.of(replay, operations.summary(replay), shards);
  }

  private void start(Context ctx) {
    var request = RequestBody.readOptional(ctx, StartRequest.class);
    respond(
        ctx,
        operations.start(
            id(ctx), request.planHash(), request.repeated(), request.effects(), sender(ctx)));
  }

  private void approve(Context ctx) {
    var request = RequestBody.readOptional(ctx, ApproveRequest.class);
    respond(ctx, operations.approve(id(ctx), request.planHash(), sender(ctx)));
  }

  private void refuse(Context ctx) {
    var request = RequestBody.readOptional(ctx, RefuseRequest.class);
    respond(ctx, operations.refuse(id(ctx), request.planHash(), request.comment(), sender(ctx)));
  }

  private void throttle(Context ctx) {
    var throttle = RequestBody.readOptional(ctx, Throttle.class);
    respond(ctx, operations.changeRate(id(ctx), throttle, operator(ctx)));
  }

  private void verify(Context ctx) {
    if (!verifying.tryAcquire()) {
      throw new ProblemException(
              Problem.of(
                  429,
                  "this worker is verifying another replay: retry later, or ask another worker"))
          .withHeader("Retry-After", "5");
    }
    try {
      ctx.json(operations.verify(id(ctx)));
    } finally {
      verifying.release();
    }
  }

  private Handler action(Command action) {
    return ctx -> {
      RequestBody.readOptional(ctx, Nothing.class);
      respond(ctx, action.on(id(ctx), operator(ctx)));
    };
  }

  private void respond(Context ctx, Replay replay) {
    ctx.json(RespondedReplay.of(replay, operations.summary(replay), Caller.of(ctx)));
  }

  /** Returns who sends the request, and whether this worker has verified the name. */
  private static Operator sender(Context ctx) {
    return new Operator(operator(ctx), Caller.of(ctx).principal().isPresent());
  }

  private static String operator(Context ctx) {
    return OperatorName.of(ctx).orElse("anonymous");
  }

  private static String id(Context ctx) {
    return ctx.pathParam("id").toLowerCase(Locale.ROOT);
  }

  private interface Command {
    Replay on(String id, String by);
  }

  /** A JSON request body without fields. */
  private record Nothing() {}
}
