package io.reprise.replay.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.javalin.Javalin;
import io.reprise.replay.operate.ReplayOperations;
import io.reprise.replay.state.ReplayState;
import io.reprise.runtime.http.EventStreams;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class OperatorApiTest {
  /** Routes of every service, which {@code HttpServer} adds. */
  private static final String OF_EVERY_SERVICE = "GET /(health/live|health/ready|metrics)";

  @Test
  void documentsEveryRegisteredRouteAndNoOther() {
    var registered = new TreeSet<String>();
    Javalin.create(
        config -> {
          config.events.handlerAdded(
              route -> registered.add(route.getHttpMethod().name() + " " + route.getPath()));
          apiWithoutBackend().accept(config.routes);
        });

    var documented = OpenApiContract.operations();
    documented.removeIf(operation -> operation.matches(OF_EVERY_SERVICE));
    assertThat(registered).isNotEmpty().isEqualTo(documented);
  }

  @Test
  void documentsEveryReplayState() {
    assertThat(OpenApiContract.states()).containsExactlyInAnyOrderElementsOf(ReplayState.NAMES);
  }

  /** Serves no request, but registers its routes. */
  private static OperatorApi apiWithoutBackend() {
    var operations =
        new ReplayOperations(
            null, null, null, null, null, null, null, null, null, null, null, null);
    return new OperatorApi(operations, null, null, () -> null, new EventStreams());
  }
}
