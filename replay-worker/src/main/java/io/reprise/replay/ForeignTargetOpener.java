package io.reprise.replay;

import io.reprise.replay.failure.Backoff;
import io.reprise.replay.select.EventSchemas;
import io.reprise.replay.target.ReplayTarget;
import io.reprise.replay.target.TargetConfig;
import io.reprise.replay.target.Targets;
import io.reprise.replay.target.http.HttpTarget;
import io.reprise.replay.target.jdbc.JdbcTarget;
import java.time.Duration;

/**
 * Opens the targets of a worker that are not in Kafka.
 *
 * @param schemas find the schemas of events
 * @param session the session timeout of the slots group
 * @param backoff decides how long to wait before a request is repeated
 */
record ForeignTargetOpener(EventSchemas schemas, Duration session, Backoff backoff)
    implements Targets.ForeignTargets {
  @Override
  public ReplayTarget open(String name, TargetConfig config) {
    return config instanceof TargetConfig.Http http
        ? HttpTarget.open(name, http, schemas, backoff)
        : new JdbcTarget(name, (TargetConfig.Jdbc) config, schemas, session);
  }
}
