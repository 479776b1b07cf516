package io.reprise.replay.http;

import io.reprise.replay.browse.TopicBrowser;
import io.reprise.replay.group.GroupOperations;
import io.reprise.replay.operate.ReplayOperations;
import io.reprise.replay.sample.PlanSampler;
import io.reprise.replay.target.Targets;
import io.reprise.runtime.access.Action;
import io.reprise.runtime.http.EventStreams;
import io.reprise.runtime.http.OpenApiRoute;
import io.reprise.runtime.http.Permission;
import io.reprise.runtime.http.Routes;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Registers all HTTP routes of a replay worker. The file {@code openapi.yaml} beside this class
 * describes them. Thread-safe.
 *
 * @param worker returns the state of this worker at the time of the call
 */
public record OperatorApi(
    ReplayOperations operations,
    PlanSampler sampler,
    TopicBrowser topics,
    Targets targets,
    GroupOperations groups,
    Supplier<WorkerView> worker,
    EventStreams streams)
    implements Consumer<Routes> {

  @Override
  public void accept(Routes routes) {
    ReplayProblems.addTo(routes);
    new ReplayRoutes(operations, streams).addTo(routes);
    new SampleRoutes(operations, sampler, topics).addTo(routes);
    new TopicRoutes(topics).addTo(routes);
    new TargetRoutes(targets).addTo(routes);
    new GroupRoutes(groups, operations).addTo(routes);
    routes.get("/api/v1/worker", Permission.of(Action.OBSERVE), ctx -> ctx.json(worker.get()));
    new OpenApiRoute(OperatorApi.class).accept(routes);
  }
}
