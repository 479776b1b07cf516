package io.reprise.replay.group;

import io.reprise.replay.receipt.Receipt;
import io.reprise.store.EventLog;
import io.reprise.store.archive.read.ReadCosts;
import io.reprise.store.facts.TopicInspector;
import io.reprise.store.facts.TopicNotFoundException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.GroupType;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows groups, and plans and carries out moves of their committed offsets. The moves are in Kafka,
 * so every worker gives the same answers.
 *
 * <p>Thread-safe. Calls block. Errors: {@link GroupNotFoundException}, {@link
 * GroupRefusedException} and {@link TopicNotFoundException}, after which nothing was changed;
 * {@link MoveOutcomeUnknownException}; Kafka's retriable exceptions, after which a retry is safe.
 */
public final class GroupOperations {
  private static final Logger LOG = LoggerFactory.getLogger(GroupOperations.class);
  private static final int MIN_HASH_DIGITS = 8;

  private final KafkaGroups groups;
  private final TopicInspector topics;
  private final MoveRules rules;
  private final MovePlans plans;
  private final MoveLog moves;
  private final Supplier<String> ids;
  private final Clock clock;

  /**
   * What the operations use. The caller closes the clients.
   *
   * @param prefix the first part of the name of the topic of moves
   * @param replicationFactor copies of that topic; -1 for the broker's default
   * @param costs counts records in archives; null without an archive
   * @param ownGroups the groups in which replay workers share their work
   * @param receipts returns the receipt of the replay with an id
   * @param ids makes ids of moves; later ids are greater
   */
  public record Uses(
      Map<String, Object> clientSettings,
      Admin admin,
      TopicInspector topics,
      EventLog log,
      String prefix,
      short replicationFactor,
      @Nullable ReadCosts costs,
      Set<String> ownGroups,
      Function<String, Receipt> receipts,
      Supplier<String> ids,
      Clock clock) {}

  public GroupOperations(Uses uses) {
    this.groups = new KafkaGroups(uses.admin());
    this.topics = uses.topics();
    this.rules = new MoveRules(uses.ownGroups());
    this.plans =
        new MovePlans(
            groups,
            topics,
            new WantedOffsets(topics, groups, uses.receipts()),
            uses.costs(),
            rules);
    this.moves =
        new MoveLog(
            uses.prefix() + ".group-moves",
            uses.replicationFactor(),
            uses.clientSettings(),
            uses.admin(),
            uses.topics(),
            uses.log());
    this.ids = uses.ids();
    this.clock = uses.clock();
  }

  /** Returns the groups that have offsets of at least one topic, by name. */
  public List<GroupSummary> list() {
    var listed = groups.list();
    var offsets = new HashMap<>(groups.committed(idsOf(listed, false)));
    offsets.putAll(groups.shared(idsOf(listed, true)));
    var summaries = new ArrayList<GroupSummary>();
    for (var group : listed) {
      var read = new TreeSet<String>();
      offsets.getOrDefault(group.groupId(), Map.of()).keySet().forEach(p -> read.add(p.topic()));
      if (!read.isEmpty()) {
        summaries.add(
            new GroupSummary(
                group.groupId(),
                group.type().orElse(GroupType.CLASSIC).name(),
                group.groupState().orElse(GroupState.UNKNOWN).name(),
                List.copyOf(read)));
      }
    }
    return summaries;
  }

  private static List<String> idsOf(List<GroupListing> listed, boolean areShared) {
    return listed.stream()
        .filter(group -> areShared == group.type().filter(GroupType.SHARE::equals).isPresent())
        .map(GroupListing::groupId)
        .toList();
  }

  /** Returns a group with the partitions of which it has offsets. */
  public GroupView describe(String group) {
    var standing = groups.find(group).orElseThrow(() -> GroupNotFoundException.ofGroup(group));
    var read =
        standing.type() == GroupType.SHARE
            ? groups.shared(List.of(group))
            : groups.committed(List.of(group));
    var fault = rules.forbidden(standing).or(() -> MoveRules.live(standing)).orElse(null);
    return new GroupView(
        group,
        standing.type().name(),
        standing.state().name(),
        standing.members(),
        fault == null,
        fault,
        partitions(read.getOrDefault(group, Map.of())));
  }

  private List<GroupView.ReadPartition> partitions(Map<TopicPartition, Long> offsets) {
    var byTopic = new TreeMap<String, Map<Integer, Long>>();
    offsets.forEach(
        (partition, offset) ->
            byTopic
                .computeIfAbsent(partition.topic(), none -> new TreeMap<>())
                .put(partition.partition(), offset));
    var found = new ArrayList<GroupView.ReadPartition>();
    byTopic.forEach((topic, read) -> found.addAll(partitions(topic, read)));
    return found;
  }

  /** Returns all partitions of a topic; none if the topic was deleted. */
  private List<GroupView.ReadPartition> partitions(String topic, Map<Integer, Long> read) {
    try {
      return topics.inspectKafka(topic).partitions().stream()
          .map(
              p ->
                  GroupView.ReadPartition.of(
                      topic,
                      p.partition(),
                      read.get(p.partition()),
                      p.logStart(),
                      p.committedEnd()))
          .toList();
    } catch (TopicNotFoundException e) {
      return List.of();
    }
  }

  /** Returns the moves of a group that are kept, newest first. */
  public List<GroupMove> moves(String group) {
    return moves.read().of(group);
  }

  /** Returns what a move would do now. Changes nothing. */
  public GroupMovePlan plan(String group, GroupMoveSpec spec) {
    return plans.plan(group, spec, moves.read()).plan();
  }

  /**
   * Carries out a move. Stores the offsets that the group has before it changes them, so that the
   * move can be undone even if this worker dies in between.
   *
   * @param planHash hash of the plan that the operator has read: at least its first 8 digits
   * @param by who asks for the move
   * @return the move in the state DONE
   */
  public GroupMove move(
      String group, GroupMoveSpec spec, String planHash, String reason, String by) {
    moves.create();
    var history = moves.read();
    history
        .underWay(group, clock.instant())
        .ifPresent(
            other -> {
              throw new GroupRefusedException(
                  "move %s of group '%s' is under way: retry in a minute"
                      .formatted(other.id(), group));
            });
    var planned = plans.plan(group, spec, history);
    requireConsent(planned, planHash);
    var move = begun(planned, spec, reason, by);

    // The former offsets are stored before Kafka is asked to change any of them.
    long begun = moves.append(move);
    moves
        .read()
        .between(history.end(), begun, move)
        .ifPresent(
            first -> {
              throw withdrawn(move, "move %s began first".formatted(first.id()), null);
            });
    change(move);
    return done(move);
  }

  private static void requireConsent(MovePlans.Planned planned, String planHash) {
    var plan = planned.plan();
    if (planHash.length() < MIN_HASH_DIGITS || !plan.hash().startsWith(planHash)) {
      throw new GroupRefusedException(
          "the plan has the hash %s now, not %s: read the plan again and name its hash"
              .formatted(plan.hash(), planHash));
    }
    if (planned.standing() != null) {
      MoveRules.live(planned.standing())
          .ifPresent(
              reason -> {
                throw new GroupRefusedException(reason);
              });
    }
    if (plan.changed().isEmpty()) {
      throw new GroupRefusedException(
          "the move of group '%s' would change no offset".formatted(plan.group()));
    }
  }

  private GroupMove begun(MovePlans.Planned planned, GroupMoveSpec spec, String reason, String by) {
    var plan = planned.plan();
    var partitions =
        plan.changed().stream()
            .map(
                p ->
                    new GroupMove.Partition(
                        p.partition(),
                        p.former(),
                        metadata(planned.committed().get(p.partition())),
                        p.to()))
            .sorted(Comparator.comparingInt(GroupMove.Partition::partition))
            .toList();
    return new GroupMove(
        GroupMove.VERSION,
        ids.get(),
        GroupMove.State.BEGUN,
        plan.group(),
        plan.kind(),
        plan.topic(),
        plan.topicId(),
        plan.hash(),
        by,
        reason,
        clock.instant(),
        spec.move(),
        partitions);
  }

  private static @Nullable String metadata(@Nullable OffsetAndMetadata committed) {
    return committed == null || committed.metadata().isEmpty() ? null : committed.metadata();
  }

  private void change(GroupMove move) {
    try {
      apply(move);
    } catch (UnknownMemberIdException e) {
      throw withdrawn(
          move, "a consumer has joined the group in the meantime: stop it, and retry", e);
    } catch (AuthorizationException e) {
      throw withdrawn(
          move, "Kafka refuses it: grant the workers READ on the group and on the topic", e);
    } catch (TimeoutException e) {
      requireVisible(move, e);
    } catch (KafkaException e) {
      throw new MoveOutcomeUnknownException(move, String.valueOf(e.getMessage()));
    }
  }

  private void apply(GroupMove move) {
    var metadata = metadataToRestore(move);
    var set = new TreeMap<Integer, OffsetAndMetadata>();
    var removed = new HashSet<Integer>();
    for (var p : move.partitions()) {
      if (p.to() == null) {
        removed.add(p.partition());
      } else {
        set.put(
            p.partition(), new OffsetAndMetadata(p.to(), metadata.getOrDefault(p.partition(), "")));
      }
    }
    if (!set.isEmpty()) {
      groups.set(move.group(), move.topic(), set);
    }
    if (!removed.isEmpty()) {
      remove(move, removed, !set.isEmpty());
    }
  }

  private void remove(GroupMove move, Set<Integer> partitions, boolean afterOthersWereSet) {
    try {
      groups.remove(move.group(), move.topic(), partitions);
    } catch (KafkaException e) {
      if (afterOthersWereSet) {
        throw new MoveOutcomeUnknownException(move, String.valueOf(e.getMessage()));
      }
      throw e;
    }
  }

  /** An undo also puts back the texts that the group had committed with its offsets. */
  private Map<Integer, String> metadataToRestore(GroupMove move) {
    var restored = new HashMap<Integer, String>();
    if (move.undoes() != null) {
      moves
          .read()
          .find(move.group(), move.undoes())
          .ifPresent(
              undone ->
                  undone.partitions().stream()
                      .filter(p -> p.metadata() != null)
                      .forEach(
                          p -> restored.put(p.partition(), Objects.requireNonNull(p.metadata()))));
    }
    return restored;
  }

  private void requireVisible(GroupMove move, TimeoutException e) {
    var now = new HashMap<Integer, Long>();
    try {
      groups.stable(move.group(), move.topic()).forEach((p, found) -> now.put(p, found.offset()));
    } catch (KafkaException unanswered) {
      throw new MoveOutcomeUnknownException(move, String.valueOf(unanswered.getMessage()));
    }
    if (!move.isVisibleIn(now)) {
      throw new MoveOutcomeUnknownException(move, String.valueOf(e.getMessage()));
    }
  }

  /** Stores that a move has changed nothing, and returns the exception that says why. */
  private GroupRefusedException withdrawn(
      GroupMove move, String reason, @Nullable RuntimeException cause) {
    store(move.in(GroupMove.State.WITHDRAWN));
    var sentence = "group '%s' was not moved: %s".formatted(move.group(), reason);
    return cause == null
        ? new GroupRefusedException(sentence)
        : new GroupRefusedException(sentence, cause);
  }

  private GroupMove done(GroupMove move) {
    var done = move.in(GroupMove.State.DONE);
    store(done);
    LOG.info(
        "offsets of a group were changed group={} kind={} topic={} partitions={} move={}",
        move.group(),
        move.kind(),
        move.topic(),
        move.partitions().size(),
        move.id());
    return done;
  }

  /** Stores the outcome. Without it, the move counts as one that may have changed offsets. */
  private void store(GroupMove outcome) {
    try {
      moves.append(outcome);
    } catch (KafkaException e) {
      LOG.warn(
          "outcome of a move could not be stored group={} move={} state={} cause={}",
          outcome.group(),
          outcome.id(),
          outcome.state(),
          e.toString());
    }
  }
}
