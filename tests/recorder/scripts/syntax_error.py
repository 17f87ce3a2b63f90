print("never printed"
async def main()
