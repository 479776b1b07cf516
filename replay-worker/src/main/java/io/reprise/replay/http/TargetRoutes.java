package io.reprise.replay.http;

import io.reprise.replay.target.Targets;
import io.reprise.replay.target.TopicPattern;
import io.reprise.runtime.access.Action;
import io.reprise.runtime.access.Resource;
import io.reprise.runtime.http.Caller;
import io.reprise.runtime.http.Permission;
import io.reprise.runtime.http.Permission.On;
import io.reprise.runtime.http.Routes;
import java.util.ArrayList;
import java.util.Comparator;
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
   * @param topic the topic that the target writes to; null if it writes to no topic, cannot be
   *     reached, or has a pattern
   * @param topicPattern the topics that a replay may name together with the target; null if the
   *     target's configuration decides where it writes
   * @param sendsBack true if the target sends records back to the topic that they came from, as a
   *     redrive needs; null otherwise
   * @param fault why nothing can be replayed into the target now; null if replays into it are
   *     possible
   */
  record TargetView(
      String name,
      @Nullable String promise,
      @Nullable String topic,
      @Nullable String topicPattern,
      @Nullable Boolean sendsBack,
      @Nullable String fault) {}

  void addTo(Routes routes) {
    routes.get(
        "/api/v1/targets",
        Permission.onEach(Action.VIEW, On.EACH_TARGET),
        ctx -> ctx.json(views(Caller.of(ctx))));
  }

  private List<TargetView> views(Caller caller) {
    var views = new ArrayList<TargetView>();
    targets.names().stream()
        .filter(name -> isVisible(name, caller))
        .forEach(name -> views.add(view(name)));
    targets
        .patterns()
        .forEach(
            (name, pattern) -> {
              if (isVisible(name, caller)) {
                views.add(view(name, pattern));
              }
            });
    views.sort(Comparator.comparing(TargetView::name));
    return views;
  }

  private static boolean isVisible(String target, Caller caller) {
    return caller.may(Action.VIEW, Resource.target(target));
  }

  private TargetView view(String name) {
    try {
      var facts = targets.named(name).facts();
      return new TargetView(
          name,
          facts.promise(),
          facts.topic(),
          null,
          facts.choosesPartitions() ? Boolean.TRUE : null,
          null);
    } catch (RuntimeException e) {
      return new TargetView(name, null, null, null, null, String.valueOf(e.getMessage()));
    }
  }

  private static TargetView view(String name, TopicPattern pattern) {
    return new TargetView(
        name,
        "each record exactly once in the topic that a replay names",
        null,
        pattern.text(),
        null,
        null);
  }
}
