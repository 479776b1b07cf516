package io.reprise.replay.target.connect;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.sink.SinkConnector;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.apache.kafka.connect.sink.SinkTaskContext;

/**
 * A connector whose task does what a test says. The tests of a JVM find their tasks by the setting
 * {@code test.id}.
 */
public final class TestSink extends SinkConnector {
  static final String ID = "test.id";

  private static final Map<String, Behaviour> BEHAVIOURS = new ConcurrentHashMap<>();

  /** What the tasks of a test do. All methods run on the threads of tasks. */
  static class Behaviour {
    private final List<String> calls = new ArrayList<>();
    private final List<SinkRecord> written = new CopyOnWriteArrayList<>();
    final List<Map<String, String>> settings = new CopyOnWriteArrayList<>();

    void open(SinkTaskContext context) {}

    void put(Collection<SinkRecord> records, SinkTaskContext context) {
      written.addAll(records);
    }

    List<SinkRecord> written() {
      return List.copyOf(written);
    }

    Map<TopicPartition, OffsetAndMetadata> preCommit(
        Map<TopicPartition, OffsetAndMetadata> offsets) {
      return offsets;
    }

    synchronized void called(String call) {
      calls.add(call);
    }

    synchronized List<String> calls() {
      return List.copyOf(calls);
    }

    List<Long> offsets() {
      return written().stream().map(SinkRecord::kafkaOffset).toList();
    }
  }

  static void behave(String id, Behaviour behaviour) {
    BEHAVIOURS.put(id, behaviour);
  }

  private Map<String, String> settings = Map.of();

  @Override
  public void start(Map<String, String> props) {
    settings = Map.copyOf(props);
  }

  @Override
  public Class<? extends Task> taskClass() {
    return TestTask.class;
  }

  @Override
  public List<Map<String, String>> taskConfigs(int maxTasks) {
    return List.of(settings);
  }

  @Override
  public void stop() {}

  @Override
  public ConfigDef config() {
    return new ConfigDef()
        .define(ID, Type.STRING, Importance.HIGH, "the test")
        .define("size", Type.INT, 1, Importance.LOW, "a number")
        .define("password", Type.STRING, "", Importance.LOW, "a secret");
  }

  @Override
  public String version() {
    return "1";
  }

  /** The task. */
  public static final class TestTask extends SinkTask {
    private Behaviour behaviour = new Behaviour();

    @Override
    public void start(Map<String, String> props) {
      behaviour = Objects.requireNonNull(BEHAVIOURS.get(props.get(ID)));
      behaviour.settings.add(props);
      behaviour.called("start");
    }

    @Override
    public void open(Collection<TopicPartition> partitions) {
      behaviour.called("open " + partitions);
      behaviour.open(context);
    }

    @Override
    public void put(Collection<SinkRecord> records) {
      behaviour.called("put " + records.size());
      behaviour.put(records, context);
    }

    @Override
    public Map<TopicPartition, OffsetAndMetadata> preCommit(
        Map<TopicPartition, OffsetAndMetadata> currentOffsets) {
      behaviour.called("preCommit");
      return behaviour.preCommit(currentOffsets);
    }

    @Override
    public void stop() {
      behaviour.called("stop");
    }

    @Override
    public String version() {
      return "1";
    }
  }
}
