package io.reprise.ingest.service.open;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.embedded.EmbeddedBroker;
import io.reprise.ingest.service.dedupe.Claim;
import io.reprise.ingest.service.dedupe.IdBudget;
import io.reprise.ingest.service.dedupe.IdHash;
import io.reprise.ingest.service.dedupe.IdWindow;
import io.reprise.ingest.service.index.TopicIndex;
import io.reprise.ingest.service.publish.SendOutcome;
import io.reprise.ingest.service.topic.EventTopic;
import io.reprise.kafka.client.CreatedTopic;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class UnknownSendResolverIT {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Duration WINDOW = Duration.ofMinutes(15);

  @Test
  void decidesAboveAnOpenTransactionOfAnotherProducer() throws Exception {
    try (var broker = EmbeddedBroker.startTemporary()) {
      Map<String, Object> client = Map.of("bootstrap.servers", broker.bootstrapServers());
      try (var admin = Admin.create(client);
          var foreign = producer(client, Map.of("transactional.id", "foreign"));
          var ingest = producer(client, Map.of())) {
        var topic = open(admin);
        long sent = System.currentTimeMillis();
        foreign.initTransactions();
        foreign.beginTransaction();
        send(foreign, "foreign");
        send(ingest, "stored");

        try (var resolver =
            new UnknownSendResolver(admin, client, Duration.ZERO, Clock.systemUTC())) {
          var stored = outcome(resolver, topic, "stored", sent);
          var lost = outcome(resolver, topic, "lost", sent);
          var open = outcome(resolver, topic, "foreign", sent);

          assertThat(stored)
              .succeedsWithin(LIMIT)
              .isInstanceOfSatisfying(
                  SendOutcome.Stored.class, at -> assertThat(at.offset()).isEqualTo(1));
          assertThat(lost).succeedsWithin(LIMIT).isInstanceOf(SendOutcome.Rejected.class);
          assertThat(open).succeedsWithin(LIMIT).isInstanceOf(SendOutcome.Rejected.class);
        }
        foreign.abortTransaction();
      }
    }
  }

  private static OpenTopic open(Admin admin) throws Exception {
    admin.createTopics(List.of(new NewTopic("t", 1, (short) 1))).all().get();
    var topic = new EventTopic("t", CreatedTopic.describe(admin, "t", LIMIT).topicId(), 1);
    var window = new IdWindow(WINDOW, new IdBudget(100), Clock.systemUTC());
    return new OpenTopic(topic, window, new TopicIndex(topic, Map.of(0, 0L)));
  }

  /** Claims an id, as a send without an answer leaves it, and passes it to the resolver. */
  private static CompletableFuture<SendOutcome> outcome(
      UnknownSendResolver resolver, OpenTopic topic, String id, long sentMillis) {
    var hash = IdHash.of("/shop", id);
    var claimed = ((Claim.First) topic.window().claim(hash)).outcome();
    resolver.resolve(topic, hash, claimed, new SendOutcome.Unknown(0, "no answer"), sentMillis);
    return claimed;
  }

  private static void send(KafkaProducer<byte[], byte[]> producer, String id) throws Exception {
    var record = new ProducerRecord<>("t", 0, bytes("ada"), bytes("x"));
    record.headers().add("ce_source", bytes("/shop")).add("ce_id", bytes(id));
    producer.send(record).get();
  }

  private static KafkaProducer<byte[], byte[]> producer(
      Map<String, Object> client, Map<String, Object> more) {
    var settings = new HashMap<>(client);
    settings.putAll(more);
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
