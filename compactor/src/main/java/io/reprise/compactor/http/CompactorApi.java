package io.reprise.compactor.http;

import io.reprise.compactor.fold.NotServingException;
import io.reprise.runtime.http.OpenApiRoute;
import io.reprise.runtime.http.Routes;
import io.reprise.runtime.tls.TlsConfig;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Registers all HTTP routes of a compactor. Thread-safe.
 *
 * @param started empty while the compactor starts; requests are answered 503 until then
 * @param maxAge how long a client may reuse a snapshot without asking the compactor again
 * @param tls how the traffic is encrypted. The instances of an installation reach each other in the
 *     same way, so all encrypt, or none does
 */
public record CompactorApi(
    Supplier<Optional<RunningCompactor>> started, Duration maxAge, TlsConfig tls)
    implements Consumer<Routes> {
  /** Creates the API of a compactor that does not encrypt. */
  public CompactorApi(Supplier<Optional<RunningCompactor>> started, Duration maxAge) {
    this(started, maxAge, TlsConfig.NONE);
  }

  @Override
  public void accept(Routes routes) {
    SnapshotProblems.addTo(routes);
    new OpenApiRoute(CompactorApi.class).accept(routes);
    new StatusApi(this::serving, new OtherInstances(tls)).accept(routes);
    new AuditApi(this::serving).accept(routes);
    new SnapshotApi(this::serving, maxAge, tls.scheme()).accept(routes);
  }

  private RunningCompactor serving() {
    return started
        .get()
        .orElseThrow(
            () -> new NotServingException("the compactor is starting: ask again in a moment"));
  }
}
