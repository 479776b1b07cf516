package io.reprise.replay.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.replay.operate.ReplayOperations;
import io.reprise.replay.state.ReplayState;
import io.reprise.runtime.http.EventStreams;
import io.reprise.runtime.http.RoutePermissions;
import org.junit.jupiter.api.Test;

class OperatorApiTest {
  @Test
  void theDocumentNamesThePermissionOfEveryRoute() {
    assertThat(RoutePermissions.registered(apiWithoutBackend()))
        .isEqualTo(RoutePermissions.documented(OperatorApi.class))
        .hasSizeGreaterThan(4);
  }

  @Test
  void documentsEveryReplayState() {
    assertThat(OpenApiContract.states()).containsExactlyInAnyOrderElementsOf(ReplayState.NAMES);
  }

  /** Serves no request, but registers its routes. */
  private static OperatorApi apiWithoutBackend() {
    var operations =
        new ReplayOperations(
            null, null, null, null, null, null, null, null, null, null, null, null, null, null);
    return new OperatorApi(operations, null, null, null, null, () -> null, new EventStreams());
  }
}
