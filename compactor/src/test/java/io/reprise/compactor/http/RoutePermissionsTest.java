package io.reprise.compactor.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.runtime.http.RoutePermissions;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Holds the permissions of all routes against the OpenAPI document. */
class RoutePermissionsTest {
  @Test
  void theDocumentNamesThePermissionOfEveryRoute() {
    assertThat(RoutePermissions.registered(new CompactorApi(Optional::empty, Duration.ZERO)))
        .isEqualTo(RoutePermissions.documented(CompactorApi.class))
        .hasSizeGreaterThan(4);
  }
}
