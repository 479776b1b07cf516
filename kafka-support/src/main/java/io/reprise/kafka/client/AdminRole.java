package io.reprise.kafka.client;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/**
 * Settings of an admin client that gives up a request without an answer. Stateless and thread-safe.
 */
public final class AdminRole {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private AdminRole() {}

  /**
   * Returns settings with which each call of the admin client fails after 10 s without an answer,
   * unless {@code clientSettings} contain other limits.
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
