package io.reprise.kafka.client;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/**
 * The settings of an admin client that gives up a request after 10 s without an answer. Stateless
 * and thread-safe.
 */
public final class AdminRole {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private AdminRole() {}

  /**
   * Returns {@code clientSettings} with limits, so that each call of an admin client fails after 10
   * s without an answer. A limit that {@code clientSettings} already contain is kept.
   */
  public static Map<String, Object> settings(Map<String, Object> clientSettings) {
    var settings = new HashMap<>(clientSettings);
    settings.putIfAbsent(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) LIMIT.toMillis());
    settings.putIfAbsent(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) LIMIT.toMillis() / 2);
    return Map.copyOf(settings);
  }

  /**
   * Creates an admin client with the settings that {@link #settings} returns. The caller closes the
   * client.
   */
  public static Admin open(Map<String, Object> clientSettings) {
    return Admin.create(settings(clientSettings));
  }
}
