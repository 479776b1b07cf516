package io.reprise.ingest.service;

import static org.apache.kafka.common.acl.AclOperation.ALTER;
import static org.apache.kafka.common.acl.AclOperation.CREATE;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;

import io.reprise.ingest.service.index.TopicIndex;
import io.reprise.kafka.acl.RequiredAcl;
import io.reprise.kafka.acl.RoleAcls;
import io.reprise.kafka.append.AppendedTopic;
import io.reprise.runtime.http.ActionRecord;
import io.reprise.runtime.http.HttpConfig;
import java.util.Collection;
import java.util.List;

/** Lists the ACLs that an ingest service needs on its Kafka cluster. Stateless, thread-safe. */
public final class IngestAcls {
  private IngestAcls() {}

  /**
   * Returns the ACLs of an ingest service.
   *
   * @param http the HTTP section of the service's configuration
   * @param topics names of the event topics; a name that ends with {@code *} stands for all topics
   *     that begin with the text before it
   */
  public static List<RequiredAcl> of(HttpConfig http, Collection<String> topics) {
    var acls = new RoleAcls();
    for (var topic : topics) {
      acls.topic(topic)
          .needs(WRITE, "stores events")
          .needs(READ, "reads the ids of the newest events when it starts");
      acls.topic(TopicIndex.of(topic))
          .needs(READ, "reads the ids that other instances have stored")
          .needs(WRITE, "writes the ids of stored events")
          .needs(CREATE, "creates the id index, and asks for that at every start")
          .needs(ALTER, "adds partitions to the id index when the event topic has more");
    }
    if (http.authentication().isOn()) {
      new AppendedTopic(ActionRecord.TOPIC).addTo(acls, ActionRecord.USE, ActionRecord.LOSS);
    }
    return acls.list();
  }
}
