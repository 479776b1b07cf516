package io.reprise.launcher.demo;

import io.reprise.launcher.dev.DevTopics;
import io.reprise.launcher.stack.Stack;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Publishes the demonstration's events. */
final class DemoPublisher {
  private static final int EVENTS = 20_000;
  private static final int USERS = 500;

  private final Stack stack;

  DemoPublisher(Stack stack) {
    this.stack = stack;
  }

  long publish() {
    DevTopics.ensure(stack.bootstrapServers(), 8, Demo.TOPIC, Demo.REPLAYED);
    try (var producer =
        new KafkaProducer<>(
            Map.<String, Object>of("bootstrap.servers", stack.bootstrapServers()),
            new StringSerializer(),
            new ByteArraySerializer())) {
      for (int i = 0; i < EVENTS; i++) {
        producer.send(
            new ProducerRecord<>(
                Demo.TOPIC, "user-" + i % USERS, ("event " + i).getBytes(StandardCharsets.UTF_8)));
      }
    }
    return EVENTS;
  }
}
