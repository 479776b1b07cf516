package io.reprise.replay.target;

import io.reprise.runtime.config.ConfigKey;
import io.reprise.runtime.config.ConfigText;
import io.reprise.runtime.json.Durations;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A target that is a sink connector of Kafka Connect, which a worker runs itself. Each record is
 * delivered at least once.
 *
 * @param pluginDirectory directory with the jars of the connector
 * @param connector name of the connector's class
 * @param properties the connector's own settings
 * @param secretProperties further settings, each with the file whose first line is its value
 * @param key what the connector gets as the key of a record; {@code STRING} when left out
 * @param value what the connector gets as the value of a record; {@code AVRO} when left out
 * @param window the most records that a shard repeats after a crash; 500 when left out
 * @param timeout how long one call of the connector may take; 30 s when left out
 */
public record ConnectTargetConfig(
    @ConfigKey(
            "The directory with the jars of the connector and of all that it needs. Nothing else"
                + " may be in it. Its classes run in the worker's process.")
        Path pluginDirectory,
    @ConfigKey("The name of the connector's class, as org.example.ExampleSinkConnector.")
        String connector,
    @ConfigKey(
            value =
                "The connector's own settings, by the names that its documentation gives. Put"
                    + " passwords into secretProperties.",
            secret = true)
        Map<String, String> properties,
    @ConfigKey(
            value =
                "Further settings of the connector, each with the file whose first line is its"
                    + " value.",
            defaultsTo = "none")
        Map<String, Path> secretProperties,
    @ConfigKey(
            "What the connector gets as the key of a record: text (STRING), the bytes (BYTES), JSON"
                + " without a schema (JSON), or the data with its schema (AVRO).")
        RecordFormat key,
    @ConfigKey(
            "What the connector gets as the value of a record: the data with its schema (AVRO),"
                + " JSON without a schema (JSON), text (STRING), or the bytes (BYTES).")
        RecordFormat value,
    @ConfigKey(
            value = "The most records that a shard sends again after a crash of its worker.",
            range = "1 to 100000")
        Integer window,
    @ConfigKey(
            value =
                "How long one call of the connector may take, and how long a connector may take to"
                    + " confirm the records of a slice. A connector that takes longer is given up.",
            range = "1s to 5m")
        Duration timeout)
    implements TargetConfig {

  /** What a connector gets as the key or the value of a record. */
  public enum RecordFormat {
    /** The data and the schema of a value that is Avro with a schema id. */
    AVRO,
    /** Maps, lists, text and numbers of a value that is JSON. */
    JSON,
    /** A value that is text in UTF-8. */
    STRING,
    /** The bytes as they are. */
    BYTES
  }

  /** Settings that Kafka Connect itself reads. A worker sets some of them, and knows no others. */
  private static final Pattern OF_CONNECT =
      Pattern.compile(
          "name|connector\\.class|connector\\.plugin\\.version|tasks\\.max|tasks\\.max\\.enforce"
              + "|task\\.class|topics|topics\\.regex|(key|value|header)\\.converter(\\..*)?"
              + "|transforms(\\..*)?|predicates(\\..*)?|errors\\..*"
              + "|(consumer|producer|admin)\\.override\\..*|config\\.action\\.reload");

  private static final Pattern CLASS = Pattern.compile("[\\p{Alnum}_$]+(\\.[\\p{Alnum}_$]+)*");
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static final int MOST_RECORDS = 100_000;

  public ConnectTargetConfig(
      Path pluginDirectory,
      String connector,
      @Nullable Map<String, String> properties,
      @Nullable Map<String, Path> secretProperties,
      @Nullable RecordFormat key,
      @Nullable RecordFormat value,
      @Nullable Integer window,
      @Nullable Duration timeout) {
    this.pluginDirectory = pluginDirectory;
    this.connector = connector;
    this.properties = properties == null ? Map.of() : Map.copyOf(properties);
    this.secretProperties = secretProperties == null ? Map.of() : Map.copyOf(secretProperties);
    this.key = key == null ? RecordFormat.STRING : key;
    this.value = value == null ? RecordFormat.AVRO : value;
    this.window = window == null ? 500 : window;
    this.timeout = timeout == null ? Duration.ofSeconds(30) : timeout;
    if (pluginDirectory == null || pluginDirectory.toString().isBlank()) {
      throw new IllegalArgumentException(
          "pluginDirectory is missing: give the directory with the jars of the connector");
    }
    if (connector == null || !CLASS.matcher(connector).matches()) {
      throw new IllegalArgumentException(
          "connector is missing or is not the name of a class: give the class of a sink connector,"
              + " as org.example.ExampleSinkConnector");
    }
    requireNames(this.properties.keySet(), this.secretProperties.keySet());
    if (this.window < 1 || this.window > MOST_RECORDS) {
      throw new IllegalArgumentException(
          "window is %d: give 1 to %d".formatted(this.window, MOST_RECORDS));
    }
    if (this.timeout.compareTo(SHORTEST) < 0 || this.timeout.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "timeout is %s: give 1s to 5m".formatted(Durations.text(this.timeout)));
    }
  }

  private static void requireNames(Set<String> properties, Set<String> secret) {
    var all = new HashSet<>(properties);
    for (var name : secret) {
      if (!all.add(name)) {
        throw new IllegalArgumentException(
            "secretProperties: '%s' is in properties too: remove it from one of them"
                .formatted(name));
      }
    }
    for (var name : all) {
      if (OF_CONNECT.matcher(name).matches()) {
        throw new IllegalArgumentException(
            "properties: '%s' is a setting of Kafka Connect itself, which the worker sets or does not have: remove it"
                .formatted(name));
      }
    }
  }

  /** Returns the configuration without the values of the settings. */
  @Override
  public String toString() {
    return ConfigText.of(this);
  }
}
