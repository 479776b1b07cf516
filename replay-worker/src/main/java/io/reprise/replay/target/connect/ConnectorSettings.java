package io.reprise.replay.target.connect;

import io.reprise.replay.target.ConnectTargetConfig;
import io.reprise.replay.target.TargetLoginException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Makes the settings that a connector gets. Reads its secrets for each task again. Thread-safe. */
final class ConnectorSettings {
  private static final String HIDDEN = "<hidden>";

  private final String target;
  private final ConnectTargetConfig config;

  /** The secrets that were read last, by setting. */
  private final Map<String, String> secrets = new ConcurrentHashMap<>();

  ConnectorSettings(String target, ConnectTargetConfig config) {
    this.target = target;
    this.config = config;
  }

  /**
   * Returns the settings of the connector.
   *
   * @param topic the topic whose records the connector gets; null if it is not known
   * @throws TargetLoginException when a secret cannot be read
   */
  Map<String, String> read(@Nullable String topic) {
    var settings = new HashMap<>(config.properties());
    new TreeMap<>(config.secretProperties())
        .forEach((name, file) -> settings.put(name, secret(name, file)));
    settings.put("name", target);
    settings.put("connector.class", config.connector());
    settings.put("tasks.max", "1");
    if (topic != null) {
      settings.put("topics", topic);
    }
    return settings;
  }

  private String secret(String name, Path file) {
    try {
      var value = Files.readString(file).lines().findFirst().orElse("").strip();
      if (!value.isEmpty()) {
        secrets.put(name, value);
        return value;
      }
    } catch (IOException e) {
      throw new TargetLoginException(
          "setting %s of target '%s' cannot be read from %s (%s): correct the path, or let the worker read it"
              .formatted(name, target, file, e.getClass().getSimpleName()),
          e);
    }
    throw new TargetLoginException(
        "setting %s of target '%s' is empty in %s: put the value into the first line of the file"
            .formatted(name, target, file));
  }

  /** Returns a message of the connector without the secrets that were read for it. */
  String hideSecrets(String message) {
    var hidden = message;
    for (var secret : List.copyOf(secrets.values())) {
      hidden = hidden.replace(secret, HIDDEN);
    }
    return hidden;
  }
}
