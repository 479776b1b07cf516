package io.reprise.replay.target.http;

import io.reprise.replay.failure.Backoff;
import io.reprise.replay.select.EventSchemas;
import io.reprise.replay.target.ReplayTarget;
import io.reprise.replay.target.ReplayTargetContract;
import io.reprise.replay.target.TargetConfig.BodyFormat;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The contract of targets, for a service on loopback. */
class HttpTargetContractTest extends ReplayTargetContract {
  private WebhookService service;

  @BeforeEach
  void start() throws IOException {
    service = new WebhookService();
  }

  @AfterEach
  void stop() {
    service.close();
  }

  @Override
  protected ReplayTarget open() {
    return HttpTarget.open(
        "hook", service.config(BodyFormat.VALUE), EventSchemas.NONE, new Backoff(() -> 0));
  }

  @Override
  protected List<Held> held() {
    return service.requests().stream()
        .map(request -> request.idempotencyKey().split("/"))
        .map(key -> new Held(Integer.parseInt(key[2]), Long.parseLong(key[3])))
        .toList();
  }
}
