package io.reprise.ingest.client;

import io.reprise.schemas.registry.SchemaRegistry;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Configures and opens an {@link EventPublisher}. Settings can be given by method, or by name with
 * {@link #property} and {@link #properties}. Only the bootstrap servers are required.
 *
 * <p>Not thread-safe. One builder may open several publishers.
 */
public final class EventPublisherBuilder {
  /** Name of the setting for the topic of {@link EventPublisher#publish(Event)}. */
  public static final String TOPIC = "topic";

  /**
   * Name of the setting for the base URL of the schema registry, which must offer Confluent's API.
   */
  public static final String SCHEMA_REGISTRY_URL = "schema.registry.url";

  /**
   * Name of the setting that says what happens to an event whose schema is not registered for the
   * topic: {@code true} registers the schema and stores the event; {@code false}, the default,
   * rejects the event.
   */
  public static final String AUTO_REGISTER_SCHEMAS = "auto.register.schemas";

  private final Map<String, Object> properties = new HashMap<>();

  EventPublisherBuilder() {}

  /** Sets the brokers to connect to first, as {@code host:port}, separated by commas. Required. */
  public EventPublisherBuilder bootstrapServers(String value) {
    return property(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, value);
  }

  /** Sets the topic of {@link EventPublisher#publish(Event)}. */
  public EventPublisherBuilder topic(String value) {
    return property(TOPIC, value);
  }

  /**
   * Sets the base URL of the schema registry. Without a registry, the publisher rejects Avro
   * records and accepts only encoded data.
   */
  public EventPublisherBuilder schemaRegistry(URI value) {
    return property(SCHEMA_REGISTRY_URL, value.toString());
  }

  /**
   * Makes the publisher register the schema of an Avro record at the first use of the schema. The
   * event is rejected if the schema is incompatible with earlier versions of its subject.
   */
  public EventPublisherBuilder registerSchemas() {
    return property(AUTO_REGISTER_SCHEMAS, "true");
  }

  /**
   * Sets one setting by name: a setting of this class, or a setting of Kafka's producer. {@link
   * #open} refuses unknown settings, and changes of settings on which the guarantees of the
   * publisher depend.
   */
  public EventPublisherBuilder property(String name, Object value) {
    properties.put(name, value);
    return this;
  }

  /** Sets all settings of a Kafka properties file. Entries whose value is not text are ignored. */
  public EventPublisherBuilder properties(Properties values) {
    values.stringPropertyNames().forEach(name -> property(name, values.getProperty(name)));
    return this;
  }

  /**
   * Opens a publisher, which the caller closes. The method does not wait for Kafka or the registry:
   * if one of them does not answer, the first event fails.
   *
   * @throws IllegalArgumentException if a setting is missing, unknown or invalid; the message names
   *     the setting
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
    var producerSettings = ProducerSettings.of(settings);
    var schemas = registry == null ? null : registry(registry);
    try {
      return new EventPublisher(topic, producer(producerSettings), schemas, register);
    } catch (RuntimeException | Error e) {
      if (schemas != null) {
        schemas.close();
      }
      throw e;
    }
  }

  private static SchemaRegistry registry(String url) {
    return SchemaRegistry.at(
        httpUrl(url)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "'%s' is not a valid HTTP URL: give one such as http://localhost:8085"
                            .formatted(SCHEMA_REGISTRY_URL))));
  }

  /**
   * Parses a URL; empty if the text is not an HTTP URL. The parser's exception is dropped, because
   * its message shows the URL, which may hold a password.
   */
  private static Optional<URI> httpUrl(String text) {
    try {
      var uri = new URI(text);
      return Optional.of(uri)
          .filter(u -> "http".equals(u.getScheme()) || "https".equals(u.getScheme()));
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  private static KafkaProducer<byte[], byte[]> producer(Map<String, Object> settings) {
    try {
      return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    } catch (KafkaException e) {
      var reason = e.getCause() == null ? e : e.getCause();
      throw new IllegalArgumentException(
          "Kafka's producer refuses a setting: " + reason.getMessage(), e);
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
              "'%s' is %s: give true or false".formatted(AUTO_REGISTER_SCHEMAS, value));
    };
  }
}
