package io.reprise.ingest.service.http;

import io.javalin.http.Context;
import io.reprise.ingest.service.open.OpenTopicFinder;
import io.reprise.ingest.service.parse.ParsedRequest;
import io.reprise.ingest.service.parse.RawRequest;
import io.reprise.ingest.service.parse.RawRequest.RawAttribute;
import io.reprise.ingest.service.parse.RequestParser;
import io.reprise.ingest.service.refusal.RequestRefusedException;
import io.reprise.runtime.access.Action;
import io.reprise.runtime.http.HttpConfig;
import io.reprise.runtime.http.OpenApiRoute;
import io.reprise.runtime.http.Permission;
import io.reprise.runtime.http.RequestBody;
import io.reprise.runtime.http.ResourceFinder;
import io.reprise.runtime.http.Routes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Registers the routes of the ingest service: {@code POST /api/v1/topics/{topic}/events}, which
 * stores the CloudEvents of a request in a topic, and the OpenAPI document. Thread-safe.
 */
public final class EventRoutes implements Consumer<Routes> {
  static final String EVENTS = "/api/v1/topics/{topic}/events";
  private static final String ATTRIBUTE_PREFIX = "ce-";

  private final RequestParser parser;
  private final OpenTopicFinder topics;
  private final LoadLimiter limiter;
  private final EventSink sink;
  private final HttpConfig http;

  public EventRoutes(
      RequestParser parser,
      OpenTopicFinder topics,
      LoadLimiter limiter,
      EventSink sink,
      HttpConfig http) {
    this.http = http;
    this.parser = parser;
    this.topics = topics;
    this.limiter = limiter;
    this.sink = sink;
  }

  @Override
  public void accept(Routes routes) {
    new OpenApiRoute(EventRoutes.class).accept(routes);
    routes.post(
        EVENTS,
        Permission.onTopic(Action.PUBLISH, ResourceFinder.topicInPath("topic")),
        this::publish);
  }

  private void publish(Context ctx) {
    var topic = ctx.pathParam("topic");
    try (var lease = limiter.enter(ctx)) {
      var open = topics.require(topic);
      var request = parser.parse(raw(ctx));
      var answers = sink.take(open, request.events());
      send(
          ctx,
          request instanceof ParsedRequest.Single
              ? EventResponse.to(answers.get(0))
              : EventResponse.to(answers));
    } catch (RequestRefusedException e) {
      throw RefusalProblems.exception(RefusalProblems.of(e.refusal()));
    }
  }

  private RawRequest raw(Context ctx) {
    return new RawRequest(ctx.contentType(), attributes(ctx), RequestBody.bytesOnce(ctx, http));
  }

  private static List<RawAttribute> attributes(Context ctx) {
    var attributes = new ArrayList<RawAttribute>();
    var names = ctx.req().getHeaderNames();
    while (names.hasMoreElements()) {
      var name = names.nextElement().toLowerCase(Locale.ROOT);
      if (name.startsWith(ATTRIBUTE_PREFIX)) {
        ctx.req()
            .getHeaders(name)
            .asIterator()
            .forEachRemaining(
                value ->
                    attributes.add(
                        new RawAttribute(name.substring(ATTRIBUTE_PREFIX.length()), value)));
      }
    }
    return attributes;
  }

  private static void send(Context ctx, EventResponse answer) {
    if (answer.isRetriable()) {
      ctx.header("Retry-After", "1");
    }
    ctx.status(answer.status()).contentType(answer.contentType()).result(answer.body());
  }
}
