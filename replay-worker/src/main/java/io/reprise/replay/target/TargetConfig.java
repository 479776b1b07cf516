package io.reprise.replay.target;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.reprise.runtime.config.ConfigKey;
import io.reprise.runtime.json.Durations;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The configuration of one target. The property {@code kind} names the type of the target. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = TargetConfig.KafkaTopic.class, name = "kafka"),
  @JsonSubTypes.Type(value = TargetConfig.KafkaTopicPattern.class, name = "kafka-pattern"),
  @JsonSubTypes.Type(value = RemoteTopicConfig.class, name = "kafka-remote"),
  @JsonSubTypes.Type(value = TargetConfig.Jdbc.class, name = "jdbc"),
  @JsonSubTypes.Type(value = TargetConfig.Http.class, name = "http"),
  @JsonSubTypes.Type(value = CustomTargetConfig.class, name = "custom"),
  @JsonSubTypes.Type(value = ConnectTargetConfig.class, name = "connect"),
  @JsonSubTypes.Type(value = TargetConfig.Discard.class, name = "discard"),
  @JsonSubTypes.Type(value = TargetConfig.Origin.class, name = "origin"),
})
public sealed interface TargetConfig
    permits RemoteTopicConfig,
        TargetConfig.KafkaTopic,
        TargetConfig.KafkaTopicPattern,
        TargetConfig.Jdbc,
        TargetConfig.Http,
        ConnectTargetConfig,
        CustomTargetConfig,
        TargetConfig.Discard,
        TargetConfig.Origin {

  /**
   * A target that is a topic of the Kafka cluster that holds the control topics. Each record is
   * delivered exactly once.
   *
   * @param topic name of an existing topic
   */
  record KafkaTopic(
      @ConfigKey("The topic to write to, in the workers' own cluster. It must exist.") String topic)
      implements TargetConfig {
    public KafkaTopic {
      if (topic == null || topic.isBlank()) {
        throw new IllegalArgumentException(
            "topic is missing: name the topic that a target of kind kafka writes to");
      }
      if (topic.equals(ReservedTopics.AUDIT)) {
        throw new IllegalArgumentException(
            "topic is %s, which says who did what and which nobody else may write: name another topic"
                .formatted(topic));
      }
    }
  }

  /**
   * A target that writes to the topic that each replay names, if the topic matches a pattern. A
   * topic that does not exist is created like the replay's source topic.
   *
   * @param topicPattern the topics to which replays may be delivered, such as {@code *-shadow}
   */
  record KafkaTopicPattern(
      @ConfigKey(
              value =
                  "The topics that a replay may name, in the workers' own cluster. '*' stands for"
                      + " one or more characters. A topic that does not exist is created like the"
                      + " source topic.",
              range = "1 to 249 of a-z, A-Z, 0-9, '.', '_', '-' and '*'")
          String topicPattern)
      implements TargetConfig {
    public KafkaTopicPattern {
      if (topicPattern == null || topicPattern.isBlank()) {
        throw new IllegalArgumentException(
            "topicPattern is missing: give the topics that a replay may name, such as '*-shadow'");
      }
      try {
        TopicPattern.requireValid(topicPattern);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("topicPattern: " + e.getMessage(), e);
      }
    }

    TopicPattern pattern() {
      return new TopicPattern(topicPattern);
    }
  }

  /**
   * A target that sends records back to the topic that they came from, in the Kafka cluster that
   * holds the control topics. A replay names one of the topics. Each record is delivered exactly
   * once.
   *
   * @param topics names of existing topics
   */
  record Origin(
      @ConfigKey(
              "The topics to which records may be sent back, in the workers' own cluster. They must"
                  + " exist. A replay names one of them, as NAME:TOPIC.")
          List<String> topics)
      implements TargetConfig {
    public Origin {
      topics = topics == null ? List.of() : List.copyOf(topics);
      if (topics.isEmpty()) {
        throw new IllegalArgumentException(
            "topics is missing: name the topics to which a target of kind origin may send records"
                + " back");
      }
      for (var topic : topics) {
        if (topic.isBlank() || new ReservedTopics(ReservedTopics.DEFAULT_PREFIX).contains(topic)) {
          throw new IllegalArgumentException(
              "topics: '%s' is not a topic to which records can be sent back: names of this form belong to Reprise, Kafka or Kafka Streams"
                  .formatted(topic));
        }
      }
    }
  }

  /** What a target of kind jdbc does with a record. */
  enum WriteMode {
    /** Each record is a row of its own. */
    INSERT,
    /** Each record replaces the row that has the same key columns, or is a new row. */
    UPSERT
  }

  /**
   * A target that is a table of a PostgreSQL database. Each record is written exactly once.
   *
   * @param url JDBC URL without user and password. Its parameters {@code sslmode} and {@code
   *     sslrootcert} say how the connection is encrypted
   * @param user user of the database
   * @param passwordFile file whose first line is the user's password; no password when left out
   * @param table an existing table, which may have a schema in front; names are case-sensitive
   * @param columns the field of a record that fills each column, by the column's name
   * @param mode whether a record may replace a row; {@code INSERT} when left out
   * @param keyColumns the columns by which {@code UPSERT} finds the row that it replaces, all of
   *     them in {@code columns}; the table needs a unique index on them
   * @param leaseTable an existing table for leases and progress; {@code reprise_lease} when left
   *     out
   * @param connections the most sessions that a worker has with the database; 8 when left out
   * @param driverDirectory directory with the jar of the database's driver; null if the driver is
   *     on the class path
   */
  record Jdbc(
      @ConfigKey(
              value =
                  "The database's JDBC URL, as jdbc:postgresql://host:5432/database or"
                      + " jdbc:mariadb://host:3306/database, without user and password. The"
                      + " parameters sslmode and sslrootcert (sslMode and serverSslCert with"
                      + " MariaDB) say how the connection is encrypted.")
          String url,
      @ConfigKey("The database user.") String user,
      @ConfigKey(
              value = "The file whose first line is the user's password.",
              defaultsTo = "no password")
          @Nullable Path passwordFile,
      @ConfigKey("The table to write to, as 'orders' or 'sales.orders'. It must exist.")
          String table,
      @ConfigKey(
              value =
                  "The field of a record that fills each column, by the column's name. Columns that"
                      + " are not named get their default.",
              range =
                  "key, value, type, source, time, topic, partition, offset, headers.NAME and"
                      + " data.FIELD")
          Map<String, String> columns,
      @ConfigKey(
              "Whether each record is a row of its own (INSERT), or replaces the row that has the"
                  + " same key columns (UPSERT).")
          WriteMode mode,
      @ConfigKey(
              "The columns by which UPSERT finds the row to replace. The table needs a unique"
                  + " index on them.")
          List<String> keyColumns,
      @ConfigKey("The table for the leases and the progress of shards. It must exist.")
          String leaseTable,
      @ConfigKey(
              value = "The most database sessions that a worker uses for this target.",
              range = "1 to 1000")
          Integer connections,
      @ConfigKey(
              value =
                  "The directory with the jar of the database's JDBC driver, which MariaDB needs.",
              defaultsTo = "only the worker's class path is searched")
          @Nullable Path driverDirectory)
      implements TargetConfig {
    private static final Pattern URL =
        Pattern.compile("jdbc:(postgresql|mariadb):(//[^/?@]*/)?[^/?@]*(\\?.*)?");
    private static final Pattern FIELD =
        Pattern.compile(
            "key|value|type|source|time|topic|partition|offset|headers\\..+|data(\\.[A-Za-z_][A-Za-z0-9_]*)+");
    private static final Pattern CREDENTIALS = Pattern.compile("[?&](user|password)=");

    /** Creates a target whose driver is on the class path. */
    public Jdbc(
        String url,
        @Nullable String user,
        @Nullable Path passwordFile,
        String table,
        @Nullable Map<String, String> columns,
        @Nullable WriteMode mode,
        @Nullable List<String> keyColumns,
        @Nullable String leaseTable,
        @Nullable Integer connections) {
      this(
          url, user, passwordFile, table, columns, mode, keyColumns, leaseTable, connections, null);
    }

    @JsonCreator
    public Jdbc(
        String url,
        @Nullable String user,
        @Nullable Path passwordFile,
        String table,
        @Nullable Map<String, String> columns,
        @Nullable WriteMode mode,
        @Nullable List<String> keyColumns,
        @Nullable String leaseTable,
        @Nullable Integer connections,
        @Nullable Path driverDirectory) {
      this.driverDirectory = driverDirectory;
      this.url = url;
      this.user = user == null ? "postgres" : user;
      this.passwordFile = passwordFile;
      this.table = table;
      this.columns = columns == null ? Map.of() : Map.copyOf(columns);
      this.mode = mode == null ? WriteMode.INSERT : mode;
      this.keyColumns = keyColumns == null ? List.of() : List.copyOf(keyColumns);
      this.leaseTable = leaseTable == null ? "reprise_lease" : leaseTable;
      this.connections = connections == null ? 8 : connections;
      if (url == null || !URL.matcher(url).matches() || CREDENTIALS.matcher(url).find()) {
        throw new IllegalArgumentException(
            "url is missing or cannot be used: give jdbc:postgresql://host:5432/database or"
                + " jdbc:mariadb://host:3306/database, and give"
                + " user and passwordFile separately");
      }
      if (table == null || table.isBlank()) {
        throw new IllegalArgumentException(
            "table is missing: name the table that a target of kind jdbc writes to");
      }
      if (this.columns.isEmpty()) {
        throw new IllegalArgumentException(
            "columns is missing: give the field that fills each column, as {user_id: key, payload:"
                + " value}");
      }
      this.columns.forEach(Jdbc::requireField);
      requireKeys(this.mode, this.keyColumns, this.columns);
      if (this.connections < 1 || this.connections > 1000) {
        throw new IllegalArgumentException(
            "connections is %d: give 1 to 1000".formatted(this.connections));
      }
    }

    private static void requireKeys(
        WriteMode mode, List<String> keys, Map<String, String> columns) {
      if ((mode == WriteMode.UPSERT) == keys.isEmpty()) {
        throw new IllegalArgumentException(
            "mode is %s and keyColumns is %s: give key columns with UPSERT, and only with UPSERT"
                .formatted(mode, keys));
      }
      for (var key : keys) {
        if (!columns.containsKey(key)) {
          throw new IllegalArgumentException(
              "keyColumns: '%s' is not one of the columns that are filled: add it to columns"
                  .formatted(key));
        }
      }
    }

    private static void requireField(String column, String field) {
      if (!FIELD.matcher(field).matches()) {
        throw new IllegalArgumentException(
            "column %s: '%s' is not a field of a record: the fields are key, value, type, source, time, topic, partition, offset, headers.NAME and data.FIELD"
                .formatted(column, field));
      }
    }
  }

  /** What the body of a request of a target of kind http is. */
  enum BodyFormat {
    /** The event as JSON: its attributes and its data, in the structured mode of CloudEvents. */
    STRUCTURED,
    /** The data of the event as JSON. The attributes are headers, in CloudEvents' binary mode. */
    BINARY,
    /** The bytes of the record's value as they are. */
    VALUE
  }

  /**
   * A target that is a service behind a URL, called once for each record. Each record is delivered
   * at least once.
   *
   * @param url where to send requests
   * @param method POST, PUT or PATCH; POST when left out
   * @param headers for each header that every request gets, the file whose first line is its value
   * @param format what the body of a request is; {@code STRUCTURED} when left out
   * @param signingKeys file with a secret for signatures on each line; requests are not signed when
   *     left out
   * @param ca PEM file with the certificates of the trusted authorities; those that the JDK trusts
   *     when left out
   * @param allowedNetworks networks to which requests may go besides public addresses over https
   * @param concurrency the most requests of a shard at the same time; 16 when left out
   * @param window the most records that a shard repeats after a crash; 1,000 when left out
   * @param timeout how long a request may take; 10 s when left out
   */
  record Http(
      @ConfigKey(
              "Where each record is sent, as https://host/path, without user and password."
                  + " Redirects are not followed.")
          URI url,
      @ConfigKey(value = "The method of the requests.", range = "POST, PUT or PATCH") String method,
      @ConfigKey(
              value =
                  "Headers that every request gets, each with the file whose first line is its"
                      + " value.",
              defaultsTo = "none")
          Map<String, Path> headers,
      @ConfigKey(
              "The body of a request: the event as JSON (STRUCTURED), its data as JSON with the"
                  + " attributes as headers (BINARY), or the bytes of the record's value (VALUE).")
          BodyFormat format,
      @ConfigKey(
              value =
                  "The file with the secrets that sign requests as Standard Webhooks says, one a"
                      + " line, as whsec_ and Base64. Each secret gives a signature.",
              defaultsTo = "no signature")
          @Nullable Path signingKeys,
      @ConfigKey(
              value =
                  "The PEM file with the certificates of the authorities that the worker trusts at"
                      + " this URL.",
              defaultsTo = "the authorities that the JDK trusts")
          @Nullable Path ca,
      @ConfigKey(
              "Networks that requests may go to, as 10.1.0.0/16. Without them, requests go only to"
                  + " public addresses and only over https.")
          List<String> allowedNetworks,
      @ConfigKey(
              value =
                  "The most requests of a shard at the same time. Records with the same key are"
                      + " sent one after another; with the ordering PARTITION, all records of a"
                      + " shard are.",
              range = "1 to 256")
          Integer concurrency,
      @ConfigKey(
              value = "The most records that a shard sends again after a crash of its worker.",
              range = "1 to 100000")
          Integer window,
      @ConfigKey(value = "How long a request may take.", range = "100ms to 30s") Duration timeout)
      implements TargetConfig {
    private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");

    /** Headers that the worker or its HTTP client sets. */
    private static final Pattern SET_BY_WORKER =
        Pattern.compile(
            "connection|content-length|content-type|expect|host|idempotency-key|transfer-encoding|upgrade|reprise-.*|webhook-.*|ce-.*");

    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofSeconds(30);

    public Http(
        URI url,
        @Nullable String method,
        @Nullable Map<String, Path> headers,
        @Nullable BodyFormat format,
        @Nullable Path signingKeys,
        @Nullable Path ca,
        @Nullable List<String> allowedNetworks,
        @Nullable Integer concurrency,
        @Nullable Integer window,
        @Nullable Duration timeout) {
      this.url = url;
      this.method = method == null ? "POST" : method;
      this.headers = headers == null ? Map.of() : Map.copyOf(headers);
      this.format = format == null ? BodyFormat.STRUCTURED : format;
      this.signingKeys = signingKeys;
      this.ca = ca;
      this.allowedNetworks = allowedNetworks == null ? List.of() : List.copyOf(allowedNetworks);
      this.concurrency = concurrency == null ? 16 : concurrency;
      this.window = window == null ? 1_000 : window;
      this.timeout = timeout == null ? Duration.ofSeconds(10) : timeout;
      requireUrl(url);
      if (!List.of("POST", "PUT", "PATCH").contains(this.method)) {
        throw new IllegalArgumentException(
            "method is %s: use POST, PUT or PATCH".formatted(this.method));
      }
      this.headers.keySet().forEach(Http::requireHeader);
      networks();
      if (this.concurrency < 1 || this.concurrency > 256) {
        throw new IllegalArgumentException(
            "concurrency is %d: give 1 to 256".formatted(this.concurrency));
      }
      if (this.window < 1 || this.window > 100_000) {
        throw new IllegalArgumentException("window is %d: give 1 to 100000".formatted(this.window));
      }
      if (this.timeout.compareTo(SHORTEST) < 0 || this.timeout.compareTo(LONGEST) > 0) {
        throw new IllegalArgumentException(
            "timeout is %s: give 100ms to 30s".formatted(Durations.text(this.timeout)));
      }
    }

    private static void requireUrl(@Nullable URI url) {
      var scheme = url == null || url.getScheme() == null ? "" : url.getScheme();
      if (url == null
          || !List.of("https", "http").contains(scheme.toLowerCase(Locale.ROOT))
          || url.getHost() == null
          || url.getRawUserInfo() != null
          || url.getRawFragment() != null) {
        throw new IllegalArgumentException(
            "url is missing or cannot be used: give https://host/path, and give credentials as a"
                + " file in headers");
      }
    }

    private static void requireHeader(String name) {
      if (!HEADER.matcher(name).matches()
          || SET_BY_WORKER.matcher(name.toLowerCase(Locale.ROOT)).matches()) {
        throw new IllegalArgumentException(
            "headers: '%s' is not the name of a header, or the worker sets this header itself: remove it"
                .formatted(name));
      }
    }

    /** Returns the networks that requests may go to besides public addresses over https. */
    public List<Network> networks() {
      try {
        return allowedNetworks.stream().map(Network::parse).toList();
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("allowedNetworks: " + e.getMessage(), e);
      }
    }
  }

  /**
   * A target that discards all records. A replay into this target reads, selects and counts
   * records, as a rehearsal or a benchmark.
   *
   * @param delayPerRecord simulated duration of each delivery; none when left out
   */
  record Discard(
      @ConfigKey(
              "How long this target takes for each record, to simulate a slow target. Records are"
                  + " counted and not written.")
          @Nullable Duration delayPerRecord)
      implements TargetConfig {
    public Discard {
      if (delayPerRecord != null && delayPerRecord.isNegative()) {
        throw new IllegalArgumentException(
            "delayPerRecord is %s: use 0 or more".formatted(Durations.text(delayPerRecord)));
      }
    }
  }
}
