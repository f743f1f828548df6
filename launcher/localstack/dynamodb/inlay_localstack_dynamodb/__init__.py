"""DynamoDB for LocalStack out of moto's model in memory: LocalStack's own way starts DynamoDB Local, whose licence
forbids what an open project does with it. Chosen by PROVIDER_OVERRIDE_DYNAMODB=moto."""

from localstack.aws.api.dynamodb import DynamodbApi
from localstack.aws.api.dynamodbstreams import DynamodbstreamsApi
from localstack.services.moto import MotoFallbackDispatcher
from localstack.services.plugins import Service, aws_provider


class DynamoDb(DynamodbApi):
    """Implements nothing itself: every operation falls through to moto."""


class DynamoDbStreams(DynamodbstreamsApi):
    """As above."""


@aws_provider(api="dynamodb", name="moto")
def dynamodb():
    return Service.for_provider(DynamoDb(), dispatch_table_factory=MotoFallbackDispatcher)


@aws_provider(api="dynamodbstreams", name="moto")
def dynamodbstreams():
    return Service.for_provider(DynamoDbStreams(), dispatch_table_factory=MotoFallbackDispatcher)
