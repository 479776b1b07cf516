package io.reprise.replay;

import io.reprise.kafka.client.KafkaAnswer;
import io.reprise.replay.failure.Backoff;
import io.reprise.replay.select.EventSchemas;
import io.reprise.replay.select.NoRegistryException;
import io.reprise.replay.target.ConnectTargetConfig;
import io.reprise.replay.target.RemoteTopicConfig;
import io.reprise.replay.target.ReplayTarget;
import io.reprise.replay.target.TargetConfig;
import io.reprise.replay.target.Targets;
import io.reprise.replay.target.connect.ConnectTarget;
import io.reprise.replay.target.http.HttpTarget;
import io.reprise.replay.target.jdbc.JdbcTarget;
import io.reprise.replay.target.remote.RemoteTopicTarget;
import io.reprise.replay.target.remote.TargetRegistry;
import io.reprise.runtime.tls.ClientTls;
import io.reprise.schemas.registry.SchemaRegistry;
import io.reprise.store.facts.TopicInspector;
import java.time.Duration;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;

/**
 * Opens the targets of a worker that are not in the worker's own cluster.
 *
 * @param schemas find the schemas of events
 * @param session the session timeout of the slots group
 * @param backoff decides how long to wait before a request is repeated
 * @param admin asks the worker's own cluster; the caller closes it
 */
record ForeignTargetOpener(EventSchemas schemas, Duration session, Backoff backoff, Admin admin)
    implements Targets.ForeignTargets {

  /** Returns all targets of a worker's configuration. The caller closes them. */
  Targets targets(WorkerConfig config, TopicInspector inspector) {
    return new Targets(config.targets(), inspector, config.control().prefix(), this);
  }

  @Override
  public ReplayTarget open(String name, TargetConfig config) {
    if (config instanceof RemoteTopicConfig remote) {
      return new RemoteTopicTarget(name, remote, own(), registry(name, remote), session);
    }
    if (config instanceof TargetConfig.Http http) {
      return HttpTarget.open(name, http, schemas, backoff);
    }
    return config instanceof ConnectTargetConfig connect
        ? ConnectTarget.open(name, connect, schemas, backoff)
        : new JdbcTarget(name, (TargetConfig.Jdbc) config, schemas, session);
  }

  private RemoteTopicTarget.OwnCluster own() {
    var topics = new TopicInspector(admin);
    return new RemoteTopicTarget.OwnCluster(
        () -> KafkaAnswer.of(admin.describeCluster().clusterId()),
        topic -> topics.partitionsOf(topic).size(),
        this::hasSchema);
  }

  private boolean hasSchema(String topic) {
    try {
      return schemas.latest(topic).isPresent();
    } catch (NoRegistryException e) {
      return false; // Each value is checked when it is delivered.
    }
  }

  private @Nullable TargetRegistry registry(String name, RemoteTopicConfig config) {
    var registry = config.registry();
    if (registry == null) {
      return null;
    }
    var tls = ClientTls.socketFactory(registry, config.registryCa());
    return new TargetRegistry(name, config.topic(), schemas, SchemaRegistry.at(registry, tls));
  }
}
