package io.reprise.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.reprise.embedded.EmbeddedBroker;
import io.reprise.replay.deliver.DeliveryObserver;
import io.reprise.replay.operate.RedriveCause;
import io.reprise.replay.operate.RedriveSurvey;
import io.reprise.replay.operate.RepeatedDelivery;
import io.reprise.replay.operate.ReplayRefusedException;
import io.reprise.replay.plan.PlanRefusedException;
import io.reprise.replay.spec.Redrive;
import io.reprise.replay.spec.ReplaySpec;
import io.reprise.replay.spec.SourceRange;
import io.reprise.replay.state.ReplayState;
import io.reprise.replay.target.TargetConfig;
import io.reprise.runtime.config.KafkaConfig;
import io.reprise.schemas.wire.ReplayMarker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.kafka.listener.MessageListener;
import org.springframework.util.backoff.FixedBackOff;

/**
 * An application with Spring Kafka sets records aside that it cannot process. After it is mended,
 * redrives send each of them back once.
 */
class DeadLetterRedriveIT {
  private static final Duration LIMIT = Duration.ofSeconds(120);
  private static final int PARTITIONS = 3;

  private static EmbeddedBroker broker;
  private static TopicFixture topics;
  private static final List<RuntimeException> FATAL = new CopyOnWriteArrayList<>();

  /** How often the application has processed each order. */
  private final Map<String, Integer> processed = new ConcurrentHashMap<>();

  /** Whether the application can process all orders. */
  private volatile boolean mended;

  @BeforeAll
  static void start() throws Exception {
    broker = EmbeddedBroker.startTemporary();
    topics = new TopicFixture(broker.bootstrapServers());
    topics.create("orders", PARTITIONS);
    topics.create("orders.DLT", PARTITIONS);
  }

  @AfterAll
  static void stop() {
    broker.close();
    assertThat(FATAL).isEmpty();
  }

  @Test
  void eachDeadLetterIsSentBackOnce() {
    publishOrders(30);
    var producers =
        new DefaultKafkaProducerFactory<>(
            Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers()),
            new StringSerializer(),
            new StringSerializer());
    var application = application(producers);
    application.start();
    try (var engine = engine()) {
      await().atMost(LIMIT).until(() -> topics.count("orders.DLT"), count -> count == 20);
      await().atMost(LIMIT).until(() -> processed.size(), count -> count == 10);
      mended = true;

      var survey = survey(engine, null);
      assertThat(survey.selected()).isEqualTo(20);
      assertThat(survey.causes()).hasSize(2).allMatch(cause -> cause.records() == 10);
      var billing = causeOf(survey, "IllegalStateException");
      assertThat(billing.origin()).isEqualTo("orders");
      assertThatThrownBy(() -> survey(engine, "000000000000"))
          .isInstanceOf(PlanRefusedException.class)
          .hasMessageContaining("no dead letter of the range has the cause '000000000000'");

      var first = redrive(engine, billing.fingerprint());
      assertThat(delivered(engine, first)).isEqualTo(10);

      // Of two redrives with the same plan, only one starts.
      var second = engine.operations().create(spec(null), null, "ada");
      var late = engine.operations().create(spec(null), null, "bob");
      start(engine, second.id());
      assertThatThrownBy(() -> start(engine, late.id()))
          .isInstanceOf(ReplayRefusedException.class)
          .hasMessageContaining("replay " + second.id() + " was started after this plan was made");
      awaitCompleted(engine, second.id());
      assertThat(delivered(engine, second.id())).isEqualTo(10);

      assertThat(survey(engine, null).selected()).isZero();
      assertThat(delivered(engine, redrive(engine, null))).isZero();

      await().atMost(LIMIT).until(() -> processed.size(), count -> count == 30);
      for (var id : List.of(first, second.id())) {
        assertThat(engine.operations().verify(id).verified()).isTrue();
      }
      assertThat(topics.count("orders.DLT")).isEqualTo(20);
      assertSentBack();
    } finally {
      application.stop();
      producers.destroy();
    }
    assertThat(processed.values()).as("times that each order was processed").containsOnly(1);
  }

  private static void publishOrders(int count) {
    try (var producer =
        new KafkaProducer<>(
            Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers()),
            new StringSerializer(),
            new StringSerializer())) {
      for (int i = 0; i < count; i++) {
        producer.send(new ProducerRecord<>("orders", i % PARTITIONS, "user-" + i, "order-" + i));
      }
    }
  }

  private static void assertSentBack() {
    var places = new HashMap<String, Integer>();
    int copies = 0;
    for (var record : topics.readAll("orders")) {
      var order = new String(record.value(), StandardCharsets.UTF_8);
      var before = places.put(order, record.partition());
      assertThat(before == null || before == record.partition()).as(order).isTrue();
      var marker = record.headers().lastHeader(ReplayMarker.HEADER);
      if (marker != null) {
        copies++;
        assertThat(ReplayMarker.decode(marker.value()).topic()).isEqualTo("orders.DLT");
        assertThat(record.headers()).noneMatch(header -> header.key().startsWith("kafka_dlt-"));
      }
    }
    assertThat(copies).isEqualTo(20);
  }

  private void process(ConsumerRecord<String, String> record) {
    int number = Integer.parseInt(record.value().substring("order-".length()));
    if (!mended && number % 3 == 1) {
      throw new IllegalStateException("order " + number + " has no amount");
    }
    if (!mended && number % 3 == 2) {
      throw new IllegalArgumentException("order " + number + " has no customer");
    }
    processed.merge(record.value(), 1, Integer::sum);
  }

  private ConcurrentMessageListenerContainer<String, String> application(
      DefaultKafkaProducerFactory<String, String> producers) {
    var consumer = new HashMap<String, Object>();
    consumer.put("bootstrap.servers", broker.bootstrapServers());
    consumer.put("group.id", "billing");
    consumer.put("auto.offset.reset", "earliest");
    consumer.put("isolation.level", "read_committed");
    var properties = new ContainerProperties("orders");
    properties.setMessageListener((MessageListener<String, String>) this::process);
    var container =
        new ConcurrentMessageListenerContainer<>(
            new DefaultKafkaConsumerFactory<>(
                consumer, new StringDeserializer(), new StringDeserializer()),
            properties);
    container.setCommonErrorHandler(
        new DefaultErrorHandler(
            new DeadLetterPublishingRecoverer(
                new KafkaTemplate<>(producers),
                (record, e) -> new TopicPartition("orders.DLT", record.partition())),
            new FixedBackOff(0, 0)));
    return container;
  }

  private static ReplayEngine engine() {
    return RowWorker.start(
        new WorkerConfig(
            "engine",
            new KafkaConfig(broker.bootstrapServers(), null),
            new WorkerConfig.Control(null, 2, (short) 1, Duration.ofSeconds(3), null),
            null,
            Map.of("back", new TargetConfig.Origin(List.of("orders"))),
            2),
        DeliveryObserver.NONE,
        FATAL::add);
  }

  private static ReplaySpec spec(String cause) {
    var causes = cause == null ? List.<String>of() : List.of(cause);
    return new ReplaySpec(
            null,
            "billing is mended",
            new SourceRange("orders.DLT", null, null, null, null),
            null,
            "back:orders",
            null,
            null,
            null)
        .withRedrive(new Redrive(causes, false));
  }

  private static RedriveSurvey survey(ReplayEngine engine, String cause) {
    return Objects.requireNonNull(engine.operations().planToRead(spec(cause)).survey());
  }

  private static RedriveCause causeOf(RedriveSurvey survey, String exception) {
    return survey.causes().stream()
        .filter(cause -> cause.cause().contains(exception))
        .findFirst()
        .orElseThrow();
  }

  private static String redrive(ReplayEngine engine, String cause) {
    var created = engine.operations().create(spec(cause), null, "ada");
    start(engine, created.id());
    awaitCompleted(engine, created.id());
    return created.id();
  }

  private static void start(ReplayEngine engine, String id) {
    var hash = engine.operations().replay(id).plan().hash();
    var unused = engine.operations().start(id, hash, RepeatedDelivery.REFUSED, "ada");
  }

  private static void awaitCompleted(ReplayEngine engine, String id) {
    await().atMost(LIMIT).until(() -> Replays.state(engine, id) instanceof ReplayState.Completed);
  }

  private static long delivered(ReplayEngine engine, String id) {
    return engine.operations().receipt(id).delivered();
  }
}
