package io.reprise.archiver.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.runtime.http.RoutePermissions;
import org.junit.jupiter.api.Test;

/** Holds the permissions of all routes against the OpenAPI document. */
class RoutePermissionsTest {
  @Test
  void theDocumentNamesThePermissionOfEveryRoute() {
    assertThat(
            RoutePermissions.registered(
                new ArchiveApi(null, null, null, null, null, null, null, null, null)))
        .isEqualTo(RoutePermissions.documented(ArchiveApi.class))
        .hasSizeGreaterThan(4);
  }
}
