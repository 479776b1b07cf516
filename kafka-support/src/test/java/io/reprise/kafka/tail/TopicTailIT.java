package io.reprise.kafka.tail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.reprise.embedded.EmbeddedBroker;
import io.reprise.kafka.client.AdminRole;
import io.reprise.kafka.client.ConsumerRole;
import io.reprise.kafka.client.KafkaAnswer;
import io.reprise.kafka.client.ProducerRole;
import io.reprise.kafka.time.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class TopicTailIT {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final Duration WAIT = Duration.ofSeconds(90);

  @Test
  void holdsWhatWasCommittedAndProvesWhatATransactionStillHides() {
    try (var broker = EmbeddedBroker.startTemporary()) {
      var client = Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers());
      var partition = new TopicPartition("control", 0);
      var values = new CopyOnWriteArrayList<String>();
      try (var admin = AdminRole.open(client);
          var producer = ProducerRole.transactional(client, "writer", LIMIT).open();
          var tail =
              TopicTail.endingOnFailure(
                  "control",
                  ConsumerRole.tail(client, IsolationLevel.READ_COMMITTED).open(),
                  record -> values.add(new String(record.value(), UTF_8)),
                  e -> {
                    throw e;
                  })) {
        KafkaAnswer.of(admin.createTopics(List.of(new NewTopic("control", 1, (short) 1))).all());
        tail.followFromBeginning(List.of(partition));
        tail.start();
        producer.initTransactions();
        producer.beginTransaction();
        producer.send(new ProducerRecord<>("control", "committed".getBytes(UTF_8)));
        producer.commitTransaction();

        // A commit is decided before the partition holds its marker, so the last stable offset may
        // not include it yet.
        tail.catchUp(ends(admin, partition), Deadline.after(LIMIT));
        assertThat(values).containsExactly("committed");

        producer.beginTransaction();
        KafkaAnswer.of(producer.send(new ProducerRecord<>("control", "open".getBytes(UTF_8))));
        var whole = ends(admin, partition);
        assertThatThrownBy(() -> tail.catchUp(whole, Deadline.after(Duration.ofMillis(300))))
            .isInstanceOf(TailBehindException.class);

        producer.commitTransaction();
        tail.catchUp(whole, Deadline.after(LIMIT));
        assertThat(values).containsExactly("committed", "open");
      }
    }
  }

  /** The consumer's own lag stays 0 while no broker answers. */
  @Test
  void isNoLongerAtTheEndOnceNoBrokerAnswers() {
    var broker = EmbeddedBroker.startTemporary();
    try {
      var client = Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers());
      var partition = new TopicPartition("events", 0);
      try (var admin = AdminRole.open(client);
          var tail =
              TopicTail.endingOnFailure(
                  "events",
                  ConsumerRole.tail(client, IsolationLevel.READ_UNCOMMITTED).open(),
                  record -> {},
                  e -> {
                    throw e;
                  })) {
        KafkaAnswer.of(admin.createTopics(List.of(new NewTopic("events", 1, (short) 1))).all());
        tail.followFromBeginning(List.of(partition));
        tail.start();
        await().atMost(WAIT).until(() -> tail.sinceAtEnd().toMillis() < 2_000);

        broker.close();

        await().atMost(WAIT).until(() -> tail.sinceAtEnd().toMillis() > 5_000);
      }
    } finally {
      broker.close();
    }
  }

  private static Map<TopicPartition, Long> ends(Admin admin, TopicPartition partition) {
    return PartitionEnds.of(admin, List.of(partition), IsolationLevel.READ_UNCOMMITTED, LIMIT);
  }
}
