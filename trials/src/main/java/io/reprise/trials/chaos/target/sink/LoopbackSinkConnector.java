package io.reprise.trials.chaos.target.sink;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.sink.SinkConnector;

/** Sends records to a service on loopback, all that a task gets at once in one request. */
public final class LoopbackSinkConnector extends SinkConnector {
  /** The setting with the URL of the service. */
  public static final String URL = "loopback.url";

  private Map<String, String> settings = Map.of();

  @Override
  public void start(Map<String, String> props) {
    settings = Map.copyOf(props);
  }

  @Override
  public Class<? extends Task> taskClass() {
    return LoopbackSinkTask.class;
  }

  @Override
  public List<Map<String, String>> taskConfigs(int maxTasks) {
    return List.of(settings);
  }

  @Override
  public void stop() {}

  @Override
  public ConfigDef config() {
    return new ConfigDef().define(URL, Type.STRING, Importance.HIGH, "The URL of the service.");
  }

  @Override
  public String version() {
    return "1";
  }
}
