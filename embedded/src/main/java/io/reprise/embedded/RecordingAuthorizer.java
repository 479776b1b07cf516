package io.reprise.embedded;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.metadata.authorizer.StandardAuthorizer;
import org.apache.kafka.server.authorizer.Action;
import org.apache.kafka.server.authorizer.AuthorizableRequestContext;
import org.apache.kafka.server.authorizer.AuthorizationResult;

/**
 * Kafka's authorizer for KRaft, which also records what it has allowed and refused each user. Kafka
 * creates it by its class name, so what it records is found by an id in the broker's settings.
 * Thread-safe.
 */
public final class RecordingAuthorizer extends StandardAuthorizer {
  static final String ID = "reprise.authorizer.id";

  private static final Map<String, Decisions> BY_ID = new ConcurrentHashMap<>();
  private static final Map<String, Set<RecordingAuthorizer>> RUNNING = new ConcurrentHashMap<>();

  private String id = "";

  private static final class Decisions {
    final Map<String, Set<Action>> allowed = new ConcurrentHashMap<>();
    final Map<String, Set<Action>> refused = new ConcurrentHashMap<>();
  }

  @Override
  public void configure(Map<String, ?> settings) {
    super.configure(settings);
    // The broker and the controller of one process each have an authorizer, with the same settings.
    id = Objects.requireNonNull(settings.get(ID), ID).toString();
    RUNNING.computeIfAbsent(id, unused -> ConcurrentHashMap.newKeySet()).add(this);
  }

  @Override
  public void close() throws IOException {
    RUNNING.getOrDefault(id, Set.of()).remove(this);
    super.close();
  }

  /** Returns how many ACLs each authorizer with this id applies: one per broker and controller. */
  static List<Integer> aclCounts(String id) {
    return RUNNING.getOrDefault(id, Set.of()).stream().map(StandardAuthorizer::aclCount).toList();
  }

  @Override
  public List<AuthorizationResult> authorize(
      AuthorizableRequestContext context, List<Action> actions) {
    var results = super.authorize(context, actions);
    var decisions = BY_ID.computeIfAbsent(id, unused -> new Decisions());
    var principal = context.principal().toString();
    for (int i = 0; i < actions.size(); i++) {
      var into =
          results.get(i) == AuthorizationResult.ALLOWED ? decisions.allowed : decisions.refused;
      into.computeIfAbsent(principal, unused -> ConcurrentHashMap.newKeySet()).add(actions.get(i));
    }
    return results;
  }

  static List<Action> allowed(String id, String principal) {
    return actions(decisions(id).allowed, principal);
  }

  static List<Action> refused(String id, String principal) {
    return actions(decisions(id).refused, principal);
  }

  private static Decisions decisions(String id) {
    return BY_ID.getOrDefault(id, new Decisions());
  }

  private static List<Action> actions(Map<String, Set<Action>> all, String principal) {
    return new ArrayList<>(all.getOrDefault(principal, Set.of()));
  }

  static void forget(String id) {
    BY_ID.remove(id);
    RUNNING.computeIfPresent(id, (unused, running) -> running.isEmpty() ? null : running);
  }
}
