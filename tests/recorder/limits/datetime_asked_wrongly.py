import warnings
from datetime import UTC, datetime

for wrong in ("UTC", 5):
    try:
        datetime.now(wrong)
    except TypeError as error:
        print(error)
print(datetime.now(UTC).tzinfo, datetime.now(tz=None).tzinfo, datetime.now.__name__)


class Stamp(datetime):
    @classmethod
    def fromtimestamp(cls, *arguments):
        print("never called")
        return super().fromtimestamp(*arguments)


print(type(Stamp.now()).__name__)
try:
    datetime.now(1, 2)
except TypeError as error:
    print(error)
warnings.simplefilter("error")
datetime.utcnow().strftime("%Y").isdigit() and datetime.now("local")
