package io.reprise.replay;

import io.reprise.replay.deliver.DeliveryObserver;
import io.reprise.store.object.s3.S3RequestObserver;

/**
 * What a {@link ReplayEngine} tells about its work while it runs.
 *
 * @param deliveries is told about every committed slice
 * @param requests is told about every request to the object store
 */
record EngineObservers(DeliveryObserver deliveries, S3RequestObserver requests) {
  static final EngineObservers NONE =
      new EngineObservers(DeliveryObserver.NONE, S3RequestObserver.NONE);
}
