package io.reprise.archiver;

import static org.apache.kafka.common.acl.AclOperation.ALTER_CONFIGS;
import static org.apache.kafka.common.acl.AclOperation.CREATE;
import static org.apache.kafka.common.acl.AclOperation.DELETE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE_CONFIGS;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;

import io.reprise.archiver.topic.ArchiveMode;
import io.reprise.kafka.acl.RequiredAcl;
import io.reprise.kafka.acl.RoleAcls;
import io.reprise.kafka.append.AppendedTopic;
import io.reprise.runtime.http.ActionRecord;
import io.reprise.store.snapshot.SnapshotTopic;
import java.util.List;

/** Lists the ACLs that an archiver needs on its Kafka cluster. Stateless and thread-safe. */
public final class ArchiverAcls {
  private ArchiverAcls() {}

  /**
   * Returns the ACLs of an archiver. To restore records into a topic, an archiver also needs READ,
   * WRITE and DESCRIBE_CONFIGS on that topic.
   */
  public static List<RequiredAcl> of(ArchiverConfig config) {
    var acls = new RoleAcls();
    acls.topic(config.anchors())
        .needs(CREATE, "creates the topic of anchors, and asks for that at every start")
        .needs(WRITE, "writes the newest entry of each commit log")
        .needs(READ, "compares commit logs with the anchors in a proof");
    acls.group(config.group())
        .needs(READ, "joins the consumer group in which archivers share the partitions")
        .optional(
            ALTER_CONFIGS,
            "sets the session timeout of the group (KIP-848)",
            "If the brokers allow the archiver's session timeout only with KIP-848, the brokers'"
                + " longer minimum applies (6 s by default): the partitions of a dead archiver are"
                + " taken over that much later.");
    config
        .topics()
        .forEach(
            (topic, settings) -> {
              acls.topic(topic)
                  .needs(READ, "reads the records to archive")
                  .needs(DESCRIBE_CONFIGS, "checks that the topic's settings allow an archive");
              if (settings.mode() == ArchiveMode.MOVE) {
                acls.topic(topic).needs(DELETE, "deletes archived records from Kafka (mode MOVE)");
              }
            });
    if (config.topics().values().stream().anyMatch(t -> t.mode() == ArchiveMode.MOVE)) {
      acls.cluster().needs(DESCRIBE, "lists all groups, because none may lose unread records");
      acls.group("*").needs(DESCRIBE, "reads how far each group has read the topics");
    }
    config
        .snapshots()
        .forEach(
            (source, exports) -> {
              acls.topic(source).needs(DESCRIBE, "names generations by the source topic's id");
              exports.forEach(
                  export ->
                      acls.topic(new SnapshotTopic(source, export.id()).name())
                          .needs(READ, "exports snapshots as generations"));
            });
    acls.cluster()
        .optional(
            DESCRIBE_CONFIGS,
            "reads the shortest session timeout that the brokers allow",
            "Kafka's default of 6 s is assumed, also if the brokers allow a shorter timeout.");
    if (config.http().authentication().isOn()) {
      new AppendedTopic(ActionRecord.TOPIC).addTo(acls, ActionRecord.USE, ActionRecord.LOSS);
    }
    return acls.list();
  }
}
