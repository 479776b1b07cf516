package io.reprise.replay.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Models Kafka's group coordinator (KIP-848): a partition goes to its next owner only after the
 * former one has given it back or was expelled, and an offset commit must carry the member's
 * current epoch.
 */
final class Group {
  private static final long REBALANCE_TIMEOUT_MILLIS = 3_000;

  private static final class Member {
    int epoch;
    int formerEpoch;
    long heardAt;
    long askedToRevokeAt = -1;
    Set<Integer> target = new TreeSet<>();
    final Set<Integer> owned = new TreeSet<>();
  }

  /**
   * The answer to a heartbeat.
   *
   * @param ownerships the partitions assigned, each with a number that grows with every assignment
   */
  record Assignment(int epoch, Map<Integer, Long> ownerships) {}

  private final World world;
  private final int partitions;
  private final long sessionMillis;
  private final Map<String, Member> members = new TreeMap<>();
  private final Map<Integer, Long> ownerships = new TreeMap<>();
  private final List<Transaction> pending = new ArrayList<>();
  private long committed;
  private int epoch;
  private long assignments;

  Group(World world, int partitions, long sessionMillis) {
    this.world = world;
    this.partitions = partitions;
    this.sessionMillis = sessionMillis;
  }

  /**
   * One heartbeat; epoch 0 joins. The former epoch is accepted too: its answer may have been lost.
   *
   * @param owned the partitions that the member still owns
   */
  Assignment heartbeat(String name, int memberEpoch, Set<Integer> owned) {
    var member = members.get(name);
    if (memberEpoch == 0) {
      members.put(name, new Member());
      rebalance();
      member = members.get(name);
    } else if (member == null || member.epoch != memberEpoch && member.formerEpoch != memberEpoch) {
      throw KafkaError.NOT_A_MEMBER;
    }
    hear(name, member);
    member.owned.retainAll(owned);
    return reconcile(member);
  }

  private Assignment reconcile(Member member) {
    boolean revokes = !member.target.containsAll(member.owned);
    if (revokes) {
      if (member.askedToRevokeAt < 0) {
        member.askedToRevokeAt = world.timeline().now();
      }
    } else {
      member.askedToRevokeAt = -1;
      if (member.epoch != epoch) {
        member.formerEpoch = member.epoch;
        member.epoch = epoch;
      }
      for (int partition : member.target) {
        if (owner(partition) == null) {
          member.owned.add(partition);
          ownerships.put(partition, ++assignments);
        }
      }
    }
    var assigned = new TreeMap<Integer, Long>();
    for (int partition : member.owned) {
      if (member.target.contains(partition)) {
        assigned.put(partition, ownerships.get(partition));
      }
    }
    return new Assignment(member.epoch, assigned);
  }

  private Member owner(int partition) {
    for (var member : members.values()) {
      if (member.owned.contains(partition)) {
        return member;
      }
    }
    return null;
  }

  private void hear(String name, Member member) {
    member.heardAt = world.timeline().now();
    world.timeline().after(sessionMillis, () -> expelIfSilent(name, member));
  }

  private void expelIfSilent(String name, Member member) {
    long now = world.timeline().now();
    boolean silent = now - member.heardAt >= sessionMillis;
    boolean stubborn =
        member.askedToRevokeAt >= 0 && now - member.askedToRevokeAt >= REBALANCE_TIMEOUT_MILLIS;
    if ((silent || stubborn) && members.get(name) == member) {
      world.note("%s is expelled", name);
      world.saw(Sight.MEMBER_EXPELLED);
      members.remove(name);
      rebalance();
    }
  }

  /** Assigns the partitions to the members again, as the seed chooses. */
  void rebalance() {
    epoch++;
    var all = List.copyOf(members.values());
    if (all.isEmpty()) {
      return;
    }
    int first = world.timeline().below(all.size());
    boolean strided = world.timeline().chance(0.5);
    all.forEach(member -> member.target = new TreeSet<>());
    for (int partition = 0; partition < partitions; partition++) {
      int turn = strided ? partition : partition * all.size() / partitions;
      all.get((first + turn) % all.size()).target.add(partition);
    }
  }

  /** Deletes the group: its members have to join again, and no offset is committed. */
  void delete() {
    members.clear();
    committed = 0;
    epoch++;
  }

  /** A broker that restarts gives every member a whole session. */
  void forgive() {
    members.forEach((name, member) -> hear(name, member));
  }

  /** Checks the proof of membership in {@code sendOffsetsToTransaction}. */
  void requireMember(String name, int memberEpoch) {
    var member = members.get(name);
    if (member == null || member.epoch != memberEpoch) {
      throw KafkaError.NOT_A_MEMBER;
    }
  }

  void pending(Transaction transaction) {
    if (!pending.contains(transaction)) {
      pending.add(transaction);
    }
  }

  void resolve(Transaction transaction, boolean commit) {
    pending.remove(transaction);
    if (commit) {
      commit(transaction.committedOffset());
    }
  }

  private void commit(long offset) {
    committed = offset;
    if (this == world.broker().coordinators) {
      world.audit().commandsPassed(offset);
    }
  }

  /** The committed offset. As with a committed reader, the answer waits for open transactions. */
  long committedOffset() {
    if (!pending.isEmpty()) {
      throw KafkaError.NOT_YET;
    }
    return committed;
  }

  void commitOutsideTransaction(long offset) {
    commit(offset);
  }
}
