package io.reprise.ingest.client;

import io.reprise.schemas.registry.SchemaRegistry;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Settings of a publisher. Confined to one thread. */
public final class EventPublisherBuilder {
  /** Where events go that name no topic themselves. */
  public static final String TOPIC = "topic";

  /** Where the schema registry's API, Confluent's, starts. */
  public static final String SCHEMA_REGISTRY_URL = "schema.registry.url";

  /** {@code true} registers schemas that are not; {@code false}, the default, refuses them. */
  public static final String AUTO_REGISTER_SCHEMAS = "auto.register.schemas";

  private final Map<String, Object> properties = new HashMap<>();

  EventPublisherBuilder() {}

  /** Where Kafka is, as {@code host:port} pairs with commas between them. Required. */
  public EventPublisherBuilder bootstrapServers(String value) {
    return property(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, value);
  }

  /** The topic of {@link EventPublisher#publish(Event)}. */
  public EventPublisherBuilder topic(String value) {
    return property(TOPIC, value);
  }

  /** The schema registry; not needed where all events come encoded. */
  public EventPublisherBuilder schemaRegistry(URI value) {
    return property(SCHEMA_REGISTRY_URL, value.toString());
  }

  /** Registers a record's schema at its first use, if it may follow those of its subject. */
  public EventPublisherBuilder registerSchemas() {
    return property(AUTO_REGISTER_SCHEMAS, "true");
  }

  /** One setting: one of this class's, or any of Kafka's producer that is not fixed. */
  public EventPublisherBuilder property(String name, Object value) {
    properties.put(name, value);
    return this;
  }

  /** Many settings, as in a file of Kafka's kind. */
  public EventPublisherBuilder properties(Properties values) {
    values.stringPropertyNames().forEach(name -> property(name, values.getProperty(name)));
    return this;
  }

  /**
   * Opens the publisher. Nothing is sent yet: whether Kafka and the registry answer shows with the
   * first event.
   *
   * @throws IllegalArgumentException naming the setting that is missing, unknown or wrong
   */
  public EventPublisher open() {
    var settings = new HashMap<>(properties);
    var topic = text(settings.remove(TOPIC));
    var registry = text(settings.remove(SCHEMA_REGISTRY_URL));
    var register = truth(settings.remove(AUTO_REGISTER_SCHEMAS));
    if (!settings.containsKey(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG)) {
      throw new IllegalArgumentException(
          "'bootstrap.servers' is missing: name at least one broker, as in localhost:9092");
    }
    var producer = producer(ProducerSettings.of(settings));
    return new EventPublisher(
        topic,
        producer,
        registry == null ? null : SchemaRegistry.at(URI.create(registry)),
        register);
  }

  private static KafkaProducer<byte[], byte[]> producer(Map<String, Object> settings) {
    try {
      return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    } catch (KafkaException e) {
      var reason = e.getCause() == null ? e : e.getCause();
      throw new IllegalArgumentException("Kafka's producer refuses: " + reason.getMessage(), e);
    }
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null ? null : value.toString();
  }

  private static UnregisteredSchemaPolicy truth(@Nullable Object value) {
    return switch (value == null ? "false" : value.toString()) {
      case "true" -> UnregisteredSchemaPolicy.REGISTER;
      case "false" -> UnregisteredSchemaPolicy.REFUSE;
      default ->
          throw new IllegalArgumentException(
              "'%s' is true or false, not %s".formatted(AUTO_REGISTER_SCHEMAS, value));
    };
  }
}
