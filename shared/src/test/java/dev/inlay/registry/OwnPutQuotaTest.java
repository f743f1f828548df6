package dev.inlay.registry;

import java.time.InstantSource;

class OwnPutQuotaTest extends PutQuotaContract {
    @Override
    protected PutQuota quota(PutRate rate, InstantSource clock) {
        return new OwnPutQuota(rate, clock);
    }
}
