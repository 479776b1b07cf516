package io.reprise.ingest.service.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.reprise.ingest.service.Limits;
import io.reprise.ingest.service.admit.Admission;
import io.reprise.ingest.service.admit.Admitted;
import io.reprise.ingest.service.admit.KafkaDownException;
import io.reprise.ingest.service.admit.TopicDirectory;
import io.reprise.ingest.service.admit.TopicUnknownException;
import io.reprise.ingest.service.parse.EventParser;
import io.reprise.ingest.service.parse.Parsed;
import io.reprise.ingest.service.parse.WrongBatchException;
import io.reprise.ingest.service.publish.Ingest;
import io.reprise.ingest.service.publish.Outcome;
import io.reprise.runtime.http.Problem;
import io.reprise.runtime.http.ProblemException;
import io.reprise.schemas.registry.RegistryUnreachableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Routes of the ingest service. Thread-safe. */
public final class IngestRoutes implements Consumer<RoutesConfig> {
  private static final String STRUCTURED = "application/cloudevents+json";
  private static final String BATCH = "application/cloudevents-batch+json";
  private static final String RETRY_AFTER_SECONDS = "1";

  private final TopicDirectory topics;
  private final Admission admission;
  private final Ingest ingest;
  private final EventParser parser;

  public IngestRoutes(TopicDirectory topics, Limits limits, Admission admission, Ingest ingest) {
    this.topics = topics;
    this.admission = admission;
    this.ingest = ingest;
    this.parser = new EventParser(limits);
  }

  @Override
  public void accept(RoutesConfig routes) {
    routes.post("/api/v1/topics/{topic}/events", this::take);
    routes.get("/api/v1/openapi.yaml", IngestRoutes::openApi);
    on(routes, TopicUnknownException.class, 404, "unknown-topic", "Unknown topic");
    on(routes, WrongBatchException.class, 400, "wrong-batch", "Wrong batch");
    on(routes, KafkaDownException.class, 503, "kafka-down", "Kafka does not answer");
    on(
        routes,
        RegistryUnreachableException.class,
        503,
        "registry-down",
        "The schema registry does not answer");
  }

  private static <E extends Exception> void on(
      RoutesConfig routes, Class<E> type, int status, String slug, String title) {
    routes.exception(
        type,
        (e, ctx) -> answer(ctx, Problem.of(status, slug, title, String.valueOf(e.getMessage()))));
  }

  private void take(Context ctx) throws IOException {
    var topic = ctx.pathParam("topic");
    topics.partitions(topic);
    var contentType = ctx.contentType();
    var mode = contentType == null ? "" : contentType.toLowerCase(Locale.ROOT);
    if (mode.startsWith(BATCH)) {
      answerBatch(ctx, store(topic, parser.batch(ctx.bodyAsBytes())));
    } else if (mode.startsWith(STRUCTURED)) {
      answerOne(ctx, store(topic, List.of(parser.structured(ctx.bodyAsBytes()))).get(0));
    } else if (ctx.header("ce-specversion") != null) {
      answerOne(ctx, store(topic, List.of(binary(ctx, contentType))).get(0));
    } else {
      throw new ProblemException(
          Problem.of(
              415,
              "a body of content type '%s' is no CloudEvent: send %s, %s, or the attributes in ce- headers"
                  .formatted(contentType, STRUCTURED, BATCH)));
    }
  }

  private Parsed binary(Context ctx, @org.jspecify.annotations.Nullable String contentType) {
    var headers = new HashMap<String, String>();
    ctx.headerMap().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
    return parser.binary(headers, contentType, ctx.bodyAsBytes());
  }

  /** Answers stand in the order of the events; one that is wrong holds up no other. */
  private List<EventAnswer> store(String topic, List<Parsed> events) {
    var begun = new ArrayList<Object>(events.size());
    for (var event : events) {
      begun.add(begin(topic, event));
    }
    long deadline = ingest.deadlineNanos();
    var answers = new ArrayList<EventAnswer>(events.size());
    for (var one : begun) {
      answers.add(
          one instanceof Ingest.Pending pending
              ? EventAnswer.of(ingest.await(pending, deadline))
              : (EventAnswer) one);
    }
    return answers;
  }

  /** An event on its way, or the answer that it was refused with. */
  private Object begin(String topic, Parsed parsed) {
    if (parsed instanceof Parsed.Malformed malformed) {
      return EventAnswer.faulty(malformed.faults());
    }
    var admitted = admission.admit(topic, (Parsed.Event) parsed);
    if (admitted instanceof Admitted.Refused refused) {
      return EventAnswer.faulty(refused.faults());
    }
    try {
      return ingest.begin(topic, (Admitted.Ready) admitted);
    } catch (KafkaDownException e) {
      return EventAnswer.of(new Outcome.Down());
    }
  }

  private static void answerOne(Context ctx, EventAnswer answer) {
    if (answer.problem() != null) {
      answer(ctx, answer.problem());
    } else {
      ctx.status(answer.httpStatus()).json(answer);
    }
  }

  /** 200 if all are stored, 207 if some are, otherwise the status of the worst problem. */
  private static void answerBatch(Context ctx, List<EventAnswer> answers) {
    if (answers.stream().allMatch(EventAnswer::isStored)) {
      ctx.status(200).json(answers);
    } else if (answers.stream().anyMatch(EventAnswer::isStored)) {
      ctx.status(207).json(answers);
    } else {
      int status = answers.stream().mapToInt(EventAnswer::httpStatus).max().orElse(422);
      answer(
          ctx,
          Problem.of(
                  status, "nothing-stored", "Nothing stored", "no event of this batch was stored")
              .with("results", answers));
    }
  }

  private static void answer(Context ctx, Problem problem) {
    if (problem.status() == 429 || problem.status() == 503) {
      ctx.header("Retry-After", RETRY_AFTER_SECONDS);
    }
    ctx.status(problem.status()).json(problem).contentType(Problem.MEDIA_TYPE);
  }

  private static void openApi(Context ctx) {
    try (var in = IngestRoutes.class.getResourceAsStream("openapi.yaml")) {
      if (in == null) {
        throw new IllegalStateException("a class path holds its own resources");
      }
      ctx.contentType("application/yaml").result(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
