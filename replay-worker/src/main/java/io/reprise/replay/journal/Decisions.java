package io.reprise.replay.journal;

import io.reprise.replay.state.DecidedCommand;
import io.reprise.replay.state.ReplayEvent;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps the ids and the answers of the commands that the coordinator has decided, by replay. For an
 * expired replay, these are the commands that its account names. Thread-safe.
 */
final class Decisions {
  /**
   * Who sent a command, and the type of the event that answered it. Many commands have equal
   * answers, so equal answers share one object.
   */
  private record Answer(String by, String event) {}

  private final Map<String, Map<String, Answer>> byReplay = new ConcurrentHashMap<>();
  private final Map<Answer, Answer> answers = new ConcurrentHashMap<>();

  /**
   * Adds the command that an event answers. An {@code Expired} event first replaces the commands of
   * its replay by those that its account names.
   */
  void read(EventRecord event) {
    if (event.event() instanceof ReplayEvent.Expired expired) {
      byReplay.remove(event.replay());
      expired.account().commands().forEach(c -> add(event.replay(), c.id(), c.by(), c.event()));
    }
    if (event.commandId() != null) {
      add(event.replay(), event.commandId(), event.by(), event.event().getClass().getSimpleName());
    }
  }

  private void add(String replay, String command, String by, String event) {
    var answer = new Answer(by, event);
    var shared = answers.computeIfAbsent(answer, unused -> answer);
    byReplay
        .computeIfAbsent(replay, id -> Collections.synchronizedMap(new LinkedHashMap<>(4)))
        .put(command, shared);
  }

  boolean contains(CommandRecord command) {
    return byReplay.getOrDefault(command.replay(), Map.of()).containsKey(command.id());
  }

  /** Returns the commands that were decided about a replay, oldest first. */
  List<DecidedCommand> of(String replay) {
    var commands = byReplay.getOrDefault(replay, Map.of());
    synchronized (commands) {
      return commands.entrySet().stream()
          .map(c -> new DecidedCommand(c.getKey(), c.getValue().by(), c.getValue().event()))
          .toList();
    }
  }

  /** Forgets the commands of a replay whose events were removed from the replay topic. */
  void forget(String replay) {
    byReplay.remove(replay);
  }
}
