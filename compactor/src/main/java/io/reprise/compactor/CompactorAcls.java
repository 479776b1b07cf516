package io.reprise.compactor;

import static org.apache.kafka.common.acl.AclOperation.CREATE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE_CONFIGS;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;

import io.reprise.kafka.acl.RequiredAcl;
import io.reprise.kafka.acl.RoleAcls;
import io.reprise.kafka.append.AppendedTopic;
import io.reprise.runtime.http.ActionRecord;
import java.util.List;

/**
 * Lists the ACLs that a compactor needs on its Kafka cluster. The ACLs of a reducer hold for all
 * its versions, so that a new version needs no new ACLs. Stateless and thread-safe.
 */
public final class CompactorAcls {
  private CompactorAcls() {}

  /** Returns the ACLs of a compactor. */
  public static List<RequiredAcl> of(CompactorConfig config) {
    var acls = new RoleAcls();
    config
        .topics()
        .forEach(
            (source, reducers) -> {
              acls.topic(source)
                  .needs(READ, "reads the events to fold")
                  .needs(DESCRIBE_CONFIGS, "sizes the records of snapshots by the source topic's");
              reducers.forEach(reducer -> addReducer(acls, config, source, reducer.reducer()));
            });
    if (config.http().authentication().isOn()) {
      new AppendedTopic(ActionRecord.TOPIC).addTo(acls, ActionRecord.USE, ActionRecord.LOSS);
    }
    return acls.list();
  }

  private static void addReducer(
      RoleAcls acls, CompactorConfig config, String source, String reducer) {
    var snapshots = source + ".snapshots." + reducer + ".v*";
    var application = config.applicationId() + "." + snapshots;
    acls.topic(snapshots)
        .needs(CREATE, "creates the topics of snapshots and of parked events")
        .needs(WRITE, "writes snapshots and parked events")
        .needs(READ, "compares snapshots with the log in audits")
        .needs(DESCRIBE_CONFIGS, "checks that the topic of snapshots is compacted");
    acls.topic(application)
        .needs(CREATE, "creates the changelogs of its states")
        .needs(WRITE, "writes the changelogs of its states")
        .needs(READ, "restores states from changelogs");
    acls.group(application)
        .needs(READ, "joins the consumer group in which compactors share topics");
    acls.transactionalId(application).needs(WRITE, "writes snapshots and states in transactions");
  }
}
