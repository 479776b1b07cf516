package io.reprise.replay;

import static org.apache.kafka.common.acl.AclOperation.ALTER;
import static org.apache.kafka.common.acl.AclOperation.ALTER_CONFIGS;
import static org.apache.kafka.common.acl.AclOperation.CREATE;
import static org.apache.kafka.common.acl.AclOperation.DELETE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE_CONFIGS;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;

import io.reprise.kafka.acl.RequiredAcl;
import io.reprise.kafka.acl.RoleAcls;
import io.reprise.kafka.append.AppendedTopic;
import io.reprise.replay.journal.ControlTopics;
import io.reprise.replay.target.TargetConfig;
import io.reprise.runtime.http.ActionRecord;
import java.util.Collection;
import java.util.List;

/** Lists the ACLs that a worker needs on its Kafka cluster. Stateless and thread-safe. */
public final class WorkerAcls {
  private static final String SHOWS_ACTIONS = "shows who did what: reprise audit";
  private static final String NOT_SHOWN = "`reprise audit` shows nothing.";

  private static final String SETS_OFFSETS = "moves the offsets of consumer groups";
  private static final String NOT_MOVED = "`reprise groups` shows groups, but cannot move them.";

  private WorkerAcls() {}

  /**
   * Returns the ACLs of a worker.
   *
   * @param sources names of the topics that are replayed; a name that ends with {@code *} stands
   *     for all topics that begin with the text before it
   */
  public static List<RequiredAcl> of(WorkerConfig config, Collection<String> sources) {
    var acls = new RoleAcls();
    var control = new ControlTopics(config.control().prefix(), config.control().slots());
    addControl(acls, control);
    sources.forEach(
        source ->
            acls.topic(source)
                .needs(READ, "reads the records to replay")
                .needs(DESCRIBE_CONFIGS, "plans with the retention of the source topic"));
    config.targets().values().forEach(target -> addTarget(acls, target));
    addGroups(acls, config.control().prefix());
    addCluster(acls);
    if (config.http().authentication().isOn()) {
      addActionRecords(acls);
    }
    return acls.list();
  }

  private static void addActionRecords(RoleAcls acls) {
    new AppendedTopic(ActionRecord.TOPIC).addTo(acls, ActionRecord.USE, ActionRecord.LOSS);
    acls.topic(ActionRecord.TOPIC)
        .optional(READ, SHOWS_ACTIONS, NOT_SHOWN)
        .optional(DESCRIBE_CONFIGS, SHOWS_ACTIONS, NOT_SHOWN);
  }

  private static void addControl(RoleAcls acls, ControlTopics control) {
    addControlTopic(acls, control.commands());
    addControlTopic(acls, control.replays());
    addControlTopic(acls, control.slotTable());
    addControlTopic(acls, control.progress());
    for (var topic : List.of(control.commands(), control.replays())) {
      acls.topic(topic)
          .optional(
              DESCRIBE_CONFIGS,
              "refuses a command whose record the topic does not accept",
              "If someone lowers max.message.bytes of the topic, a command that is too large"
                  + " fails late instead of being refused.");
    }
    for (var group : List.of(control.coordinatorGroup(), control.slotsGroup())) {
      acls.group(group)
          .needs(READ, "joins the consumer group in which workers share their work")
          .optional(
              ALTER_CONFIGS,
              "sets the session timeout of the group (KIP-848)",
              "If the brokers allow control.session only with KIP-848, the brokers' longer minimum"
                  + " applies (6 s by default): the work of a dead worker is taken over that much"
                  + " later.");
    }
    acls.transactionalId(control.coordinatorTransactionalId())
        .needs(WRITE, "writes decisions about replays in transactions");
    acls.transactionalId(control.slotTransactionalIdPrefix() + "*")
        .needs(WRITE, "delivers records and progress in transactions");
  }

  private static void addControlTopic(RoleAcls acls, String topic) {
    acls.topic(topic)
        .needs(READ, "reads its control topic")
        .needs(WRITE, "writes its control topic")
        .needs(CREATE, "creates its control topic, and asks for that at every start");
  }

  private static void addTarget(RoleAcls acls, TargetConfig target) {
    if (target instanceof TargetConfig.KafkaTopic one) {
      addTargetTopic(acls, one.topic());
    } else if (target instanceof TargetConfig.Origin origins) {
      origins.topics().forEach(topic -> addTargetTopic(acls, topic));
    } else if (target instanceof TargetConfig.KafkaTopicPattern many) {
      var topics = withoutSuffix(many.topicPattern());
      addTargetTopic(acls, topics);
      acls.topic(topics).needs(CREATE, "creates the topic that a replay names");
    }
  }

  private static void addTargetTopic(RoleAcls acls, String topic) {
    acls.topic(topic)
        .needs(WRITE, "writes the replayed records")
        .needs(READ, "verifies replays, and finds transactions that hang in the target")
        .needs(DESCRIBE_CONFIGS, "plans with the retention and the limits of the target topic");
  }

  /**
   * Returns a pattern that ACLs can express and that includes all topics of a target's pattern. An
   * ACL can name a prefix, but nothing behind it.
   */
  private static String withoutSuffix(String pattern) {
    int star = pattern.indexOf('*');
    return star < 0 ? pattern : pattern.substring(0, star + 1);
  }

  /** The groups that operators may move are not known, so these ACLs name all groups. */
  private static void addGroups(RoleAcls acls, String prefix) {
    acls.group("*")
        .optional(
            DESCRIBE,
            "shows consumer groups and plans moves of them",
            "`reprise groups` shows none.")
        .optional(READ, SETS_OFFSETS, NOT_MOVED)
        .optional(DELETE, "undoes a move of a group that had no offsets before it", NOT_MOVED);
    acls.topic(prefix + ".group-moves")
        .optional(WRITE, "stores moves of groups with the offsets before them", NOT_MOVED)
        .optional(READ, "undoes moves of groups", NOT_MOVED)
        .optional(CREATE, "creates the topic before the first move", NOT_MOVED);
  }

  private static void addCluster(RoleAcls acls) {
    acls.cluster()
        .optional(
            ALTER,
            "ends a transaction that hangs after a broker was killed",
            "While a transaction of a slot hangs, the replays in the slot wait until an operator"
                + " ends the transaction with kafka-transactions.sh abort.")
        .optional(
            DESCRIBE,
            "reads the sizes of partitions from the log directories",
            "Plans estimate no bytes.")
        .optional(
            DESCRIBE_CONFIGS,
            "reads the shortest session timeout that the brokers allow",
            "Kafka's default of 6 s is assumed, also if the brokers allow a shorter timeout.");
  }
}
