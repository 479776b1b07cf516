package io.reprise.replay;

import io.reprise.kafka.client.AdminRole;
import java.time.Duration;
import org.apache.kafka.clients.admin.Admin;

/**
 * Closes an admin client within a time limit. Without a limit, the close would wait for all pending
 * requests of the client.
 */
record OpenAdmin(Admin admin) implements AutoCloseable {
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

  /** Opens an admin client of the cluster that the worker's configuration names. */
  static OpenAdmin of(WorkerConfig config) {
    return new OpenAdmin(AdminRole.open(config.kafka().clientSettings()));
  }

  @Override
  public void close() {
    admin.close(CLOSE_LIMIT);
  }
}
