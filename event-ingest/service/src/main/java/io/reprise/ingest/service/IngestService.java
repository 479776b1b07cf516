package io.reprise.ingest.service;

import io.reprise.ingest.service.admit.EventAdmission;
import io.reprise.ingest.service.dedupe.IdBudget;
import io.reprise.ingest.service.dedupe.IdWindow;
import io.reprise.ingest.service.encode.RecordValueEncoder;
import io.reprise.ingest.service.encode.TopicSchemas;
import io.reprise.ingest.service.http.EventRoutes;
import io.reprise.ingest.service.http.LoadLimiter;
import io.reprise.ingest.service.limit.InFlight;
import io.reprise.ingest.service.open.OpenTopicFinder;
import io.reprise.ingest.service.open.OpenTopics;
import io.reprise.ingest.service.open.OpenTopicsAssembly;
import io.reprise.ingest.service.open.UnknownSendResolver;
import io.reprise.ingest.service.parse.RequestParser;
import io.reprise.ingest.service.publish.EventProducer;
import io.reprise.ingest.service.publish.KafkaSilenceMeter;
import io.reprise.ingest.service.topic.TopicCatalog;
import io.reprise.kafka.append.AppendedTopic;
import io.reprise.kafka.append.TopicAppender;
import io.reprise.runtime.http.ActionRecord;
import io.reprise.runtime.http.ActionSink;
import io.reprise.runtime.http.HttpServer;
import io.reprise.runtime.http.HttpService;
import io.reprise.runtime.http.Metrics;
import io.reprise.runtime.http.ReadinessCheck;
import io.reprise.runtime.http.ServiceStatus;
import io.reprise.runtime.http.ServiceStatus.Work;
import io.reprise.runtime.lifecycle.Lifecycle;
import io.reprise.runtime.tls.ClientTls;
import io.reprise.runtime.trace.Tracing;
import io.reprise.schemas.registry.SchemaRegistry;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;

/**
 * A running ingest service, which receives CloudEvents over HTTP and stores them in Kafka.
 *
 * <p>Thread-safe. The caller of {@link #start} closes the service. Closing first answers the
 * requests that are being handled.
 */
public final class IngestService implements AutoCloseable {
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);

  private final IngestConfig config;
  private final Map<String, Object> kafka;
  private final Lifecycle life = new Lifecycle(CLOSE_LIMIT);
  private final Metrics metrics;
  private final Tracing tracing;
  private final InFlight inFlight;
  private final KafkaSilenceMeter pulse = new KafkaSilenceMeter(System::nanoTime);
  private final HttpServer http;

  private IngestService(IngestConfig config) {
    this.config = config;
    this.kafka = config.kafka().clientSettings();
    this.inFlight = new InFlight(config.limits());
    this.metrics = life.start("metrics", Metrics::new);
    this.tracing =
        life.start(
            "tracing",
            () -> Tracing.start(config.tracing(), "ingest", config.name(), metrics.registry()));
    var registryTls = ClientTls.socketFactory(config.registry(), config.registryCa());
    var registry = life.start("registry", () -> SchemaRegistry.at(config.registry(), registryTls));
    var admin = life.start("admin", () -> Admin.create(kafka));
    var producer = life.start("producer", this::producer);
    var unknownSends =
        life.start(
            "unknown-sends",
            () ->
                new UnknownSendResolver(
                    admin, kafka, EventProducer.REQUEST_LIMIT, Clock.systemUTC()));
    var topics = topics(admin, producer);
    var intake =
        new EventIntake(
            new EventAdmission(config.limits()),
            new RecordValueEncoder(new TopicSchemas(registry, System::nanoTime)),
            producer,
            unknownSends,
            config.limits().answer());
    var actions = actions();
    this.http = life.start("http", () -> listen(new TopicCatalog(admin), topics, intake, actions));
  }

  /**
   * Starts a service, which listens for HTTP when this method returns. The service should receive
   * requests only once {@code /health/ready} answers with status 200.
   *
   * @throws io.reprise.runtime.http.PortTakenException if the HTTP port is in use
   */
  public static IngestService start(IngestConfig config) {
    return new IngestService(config);
  }

  /**
   * Creates the producer that sends events. The producer retries an event for the length of the
   * dedupe window. When the producer gives up an event, the event was sent longer ago than that, so
   * the service need no longer recognise the event's id. An event with the same id that arrives
   * later counts as a new event, even if Kafka has stored the first one.
   */
  private EventProducer producer() {
    var window = config.dedupe().window();
    var deliverWithin =
        window.compareTo(EventProducer.LEAST_DELIVERY) > 0 ? window : EventProducer.LEAST_DELIVERY;
    return new EventProducer(
        kafka, config.limits().eventSize().bytes(), deliverWithin, inFlight, pulse, tracing);
  }

  private OpenTopics topics(Admin admin, EventProducer producer) {
    var window = config.dedupe().window();
    var budget = new IdBudget(config.dedupe().mostIdsOf(Runtime.getRuntime().maxMemory()));
    var instance = config.name().getBytes(StandardCharsets.UTF_8);
    IngestMeters.bind(metrics.registry(), inFlight, pulse, budget);
    return OpenTopicsAssembly.start(
        new OpenTopicsAssembly.Settings(config.name(), window, config.dedupe().indexEvery()),
        life,
        admin,
        kafka,
        (topic, partition, value, done) -> producer.append(topic, partition, instance, value, done),
        () -> new IdWindow(window, budget, Clock.systemUTC()),
        metrics.registry());
  }

  private HttpServer listen(
      TopicCatalog catalog, OpenTopics topics, EventIntake intake, ActionSink actions) {
    var limits = config.limits();
    var routes =
        new EventRoutes(
            new RequestParser(limits),
            new OpenTopicFinder(topics, catalog, limits.answer()),
            new LoadLimiter(inFlight, pulse, limits, config.http()),
            tracing.isOn() ? new TracedSink(tracing, intake::take) : intake::take,
            config.http());
    var readiness = List.of(kafkaAnswers(catalog), new ReadinessCheck("ids", topics::fault));
    var status = new ServiceStatus("ingest", config.name(), this::work);
    return HttpServer.start(
        config.http(),
        new HttpService(routes, readiness, metrics).with(status).with(actions).with(tracing));
  }

  /** Nobody is asked who they are unless authentication is on, so there is nothing to write. */
  private ActionSink actions() {
    if (!config.http().authentication().isOn()) {
      return ActionSink.NONE;
    }
    var topic = new AppendedTopic(ActionRecord.TOPIC);
    var appender = life.start("action records", () -> TopicAppender.start(kafka, topic));
    return new ActionSink(appender::append, appender::fault, appender::lost);
  }

  private List<Work> work() {
    return List.of(
        new Work("requests", inFlight.requests(), 0), new Work("events", 0, pulse.pending()));
  }

  private static ReadinessCheck kafkaAnswers(TopicCatalog catalog) {
    return new ReadinessCheck(
        "kafka",
        () -> {
          catalog.names();
          return Optional.empty();
        });
  }

  /** Returns the URL at which this machine can reach the service. */
  public URI uri() {
    return http.uri();
  }

  @Override
  public void close() {
    life.close();
  }
}
