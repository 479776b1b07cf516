package io.reprise.replay.http;

import io.javalin.config.RoutesConfig;
import io.reprise.replay.target.Targets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Serves the HTTP route that lists the targets. Thread-safe. */
final class TargetRoutes {
  private final Targets targets;

  TargetRoutes(Targets targets) {
    this.targets = targets;
  }

  /**
   * A target as it is now, as JSON.
   *
   * @param promise the delivery guarantee in words; null while the target cannot be reached
   * @param topic the topic that the target writes to; null if it writes to no topic or cannot be
   *     reached
   * @param fault why nothing can be replayed into the target now; null if replays into it are
   *     possible
   */
  record TargetView(
      String name, @Nullable String promise, @Nullable String topic, @Nullable String fault) {}

  void addTo(RoutesConfig routes) {
    routes.get("/api/v1/targets", ctx -> ctx.json(views()));
  }

  private List<TargetView> views() {
    return targets.names().stream().sorted().map(this::view).toList();
  }

  private TargetView view(String name) {
    try {
      var facts = targets.named(name).facts();
      return new TargetView(name, facts.promise(), facts.topic(), null);
    } catch (RuntimeException e) {
      return new TargetView(name, null, null, String.valueOf(e.getMessage()));
    }
  }
}
