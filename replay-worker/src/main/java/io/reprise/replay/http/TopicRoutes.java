package io.reprise.replay.http;

import io.javalin.http.Context;
import io.reprise.replay.browse.ParkedCauses;
import io.reprise.replay.browse.ParkedSelection;
import io.reprise.replay.browse.TimeOffsets;
import io.reprise.replay.browse.TopicBrowser;
import io.reprise.runtime.access.Action;
import io.reprise.runtime.http.Caller;
import io.reprise.runtime.http.Permission;
import io.reprise.runtime.http.Permission.On;
import io.reprise.runtime.http.Problem;
import io.reprise.runtime.http.ProblemException;
import io.reprise.runtime.http.RequestParameters;
import io.reprise.runtime.http.ResourceFinder;
import io.reprise.runtime.http.Routes;
import io.reprise.store.facts.TopicFacts;
import io.reprise.store.facts.TopicListing;
import java.util.List;

/** Serves the HTTP routes of topics and their records. Thread-safe. */
final class TopicRoutes {
  private static final long MAX_RECORDS = 1_000;
  private static final long DEFAULT_RECORDS = 100;

  private final TopicBrowser topics;

  TopicRoutes(TopicBrowser topics) {
    this.topics = topics;
  }

  void addTo(Routes routes) {
    var topic = ResourceFinder.topicInPath("topic");
    var view = Permission.onTopic(Action.VIEW, topic);
    routes.get(
        "/api/v1/topics",
        Permission.onEach(Action.VIEW, On.EACH_TOPIC),
        ctx -> ctx.json(list(ctx)));
    routes.get("/api/v1/topics/{topic}", view, ctx -> ctx.json(facts(ctx)));
    routes.get("/api/v1/topics/{topic}/offsets", view, ctx -> ctx.json(offsets(ctx)));
    routes.get(
        "/api/v1/topics/{topic}/parked",
        Permission.onTopic(Action.READ, topic),
        ctx -> ctx.json(parked(ctx)));
    routes.get(
        "/api/v1/topics/{topic}/partitions/{partition}/records",
        Permission.onTopic(Action.READ, topic),
        ctx -> ctx.json(records(ctx)));
  }

  /** Answers a request for the causes of the parked records of a topic. */
  private ParkedCauses parked(Context ctx) {
    var selection =
        new ParkedSelection(
            ctx.queryParam("replay"),
            ctx.queryParam("fingerprint"),
            RequestParameters.time(ctx, "from"),
            RequestParameters.time(ctx, "to"));
    return topics.parkedCauses(ctx.pathParam("topic"), selection);
  }

  private List<TopicListing> list(Context ctx) {
    var caller = Caller.of(ctx);
    return topics.list().stream().filter(topic -> caller.mayView(topic.topic())).toList();
  }

  private TopicFacts facts(Context ctx) {
    return topics.describe(ctx.pathParam("topic"));
  }

  private TimeOffsets offsets(Context ctx) {
    return topics.offsetsAt(ctx.pathParam("topic"), RequestParameters.requiredTime(ctx, "time"));
  }

  /**
   * Answers a request for the records of a partition's offset range {@code [from, to)}, at most
   * {@code limit} of them. The request may leave out each of these three parameters. With {@code
   * values=DECODED}, values are shown as JSON if they can be decoded.
   */
  private RecordPageView records(Context ctx) {
    var page =
        topics.read(
            ctx.pathParam("topic"),
            RequestParameters.pathNumber(ctx, "partition"),
            RequestParameters.number(ctx, "from", 0, -1),
            RequestParameters.number(ctx, "to", 0, -1),
            (int)
                Math.min(MAX_RECORDS, RequestParameters.number(ctx, "limit", 1, DEFAULT_RECORDS)));
    var mask = Caller.of(ctx).mask(page.topic());
    return wantsDecodedValues(ctx)
        ? RecordPageView.decoded(page, mask, topics.values())
        : RecordPageView.of(page, mask, topics.values());
  }

  private static boolean wantsDecodedValues(Context ctx) {
    var values = ctx.queryParam("values");
    if (values == null || values.equalsIgnoreCase("stored")) {
      return false;
    }
    if (values.equalsIgnoreCase("decoded")) {
      return true;
    }
    throw new ProblemException(
        Problem.of(
            400,
            "invalid-parameter",
            "Invalid parameter",
            "values is '%s': must be STORED or DECODED".formatted(values)));
  }
}
